package dev.sluice.server.audit;

import dev.sluice.core.ReasonCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of an allowed call.
 *
 * @param receipt the intent's
 * @param code why it failed, null when it did not
 * @param rows rows of the answer
 * @param bytes bytes of the values in the answer
 * @param scanEstimated bytes that the database expected to read, null when it was not asked
 * @param scanMeasured bytes that it says it read, null when it does not say
 * @param micros time from the request to the end of the query
 */
public record Ending(
        UUID receipt,
        String requestId,
        Status status,
        @Nullable ReasonCode code,
        long rows,
        long bytes,
        @Nullable Long scanEstimated,
        @Nullable Long scanMeasured,
        long micros) {

    /** How it ended. */
    public enum Status {
        OK,
        /** Answered with fewer rows or bytes than there are. */
        TRUNCATED,
        FAILED,
        CANCELLED,
        /** Decided under a policy, account or token that had changed: not answered. */
        STALE
    }

    /** The same with another end. */
    public Ending as(Status other) {
        return new Ending(
                receipt, requestId, other, code, rows, bytes, scanEstimated, scanMeasured, micros);
    }
}
