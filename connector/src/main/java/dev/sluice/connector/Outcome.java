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
     * @param scanEstimated bytes that the engine expected to read when it began, empty when it did
     *     not begin or cannot tell
     */
    record Failed(
            ReasonCode code,
            @Nullable String sqlState,
            Map<String, Object> details,
            OptionalLong scanEstimated)
            implements Outcome {
        public Failed {
            details = Map.copyOf(details);
        }

        /** One of which no estimate is known. */
        public Failed(ReasonCode code, @Nullable String sqlState, Map<String, Object> details) {
            this(code, sqlState, details, OptionalLong.empty());
        }

        /** The same of a query that was expected to read so many bytes, and began to. */
        public Failed expecting(OptionalLong bytes) {
            return new Failed(code, sqlState, details, bytes);
        }

        public static Failed of(ReasonCode code) {
            return new Failed(code, null, Map.of());
        }
    }

    /**
     * It was stopped through its {@link Cancellation}, or by closing the database's handle.
     *
     * @param scanEstimated as that of {@link Failed}
     */
    record Cancelled(OptionalLong scanEstimated) implements Outcome {
        /** One that did not begin, or of which no estimate is known. */
        public Cancelled() {
            this(OptionalLong.empty());
        }
    }
}
