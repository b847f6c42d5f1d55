package dev.sluice.server.query;

import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import dev.sluice.server.limit.RetryAfter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a caller is told when the database did not answer. The driver's words are not in it. */
final class Failures {
    private Failures() {}

    static Answer.Declined declined(Outcome.Failed failed) {
        Map<String, Object> details = new TreeMap<>(failed.details());
        details.keySet().removeIf(key -> key.startsWith("estimated_")); // they tell of hidden rows
        return new Answer.Declined(failed.code(), message(failed), details);
    }

    static Answer.Declined cancelled() {
        return new Answer.Declined(ReasonCode.CANCELLED, "The query was cancelled.", Map.of());
    }

    /** The caller was refused too often. */
    static Answer.Declined heldBack(Duration pause) {
        return new Answer.Declined(
                ReasonCode.RATE_LIMITED,
                "Too many of your queries were refused or failed. Wait, and look with describe"
                        + " what you can query.",
                Map.of("retry_after_seconds", RetryAfter.seconds(pause)));
    }

    private static String message(Outcome.Failed failed) {
        return switch (failed.code()) {
            case TIMEOUT -> "The database took longer than this source allows.";
            case COST_EXCEEDED ->
                    "The database expects this query to take longer than this source allows.";
            case BYTES_EXCEEDED -> "The query would read more than this source allows.";
            case BUDGET_EXCEEDED ->
                    "The budget of the day is used up, or held by calls that are still running.";
            case RESULT_TOO_LARGE -> "A value of the result is larger than an answer may hold.";
            case SOURCE_UNAVAILABLE -> "The source's database cannot be reached right now.";
            case OVERLOADED -> "Too many queries run on this source; try again shortly.";
            case QUERY_FAILED ->
                    "The database could not evaluate the query, for example because of a cast, a"
                            + " division by zero or an unknown combination of types.";
            default -> failed.code().meaning();
        };
    }
}
