package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a query ended. */
public sealed interface Outcome {
    /**
     * The sink has the answer.
     *
     * @param rows handed to the sink
     * @param bytes of their values' text
     * @param truncated whether the database had more than the limits let through
     * @param scanEstimated bytes that the engine expected to read, where it can tell
     * @param scanMeasured bytes that it did read, where it can tell; PostgreSQL cannot
     * @param micros from sending the query to having the last row
     */
    record Completed(
            int rows,
            long bytes,
            boolean truncated,
            OptionalLong scanEstimated,
            OptionalLong scanMeasured,
            long micros)
            implements Outcome {}

    /**
     * There is no answer. The driver's text, which may quote values, is nowhere in here.
     *
     * @param sqlState the engine's five-character code, null when it was not the engine
     * @param details for the caller: limits, estimates, a reason
     */
    record Failed(ReasonCode code, @Nullable String sqlState, Map<String, Object> details)
            implements Outcome {
        public Failed {
            details = Map.copyOf(details);
        }

        public static Failed of(ReasonCode code) {
            return new Failed(code, null, Map.of());
        }
    }

    /** It was stopped through its {@link Cancellation}, or by closing the database's handle. */
    record Cancelled() implements Outcome {}
}
