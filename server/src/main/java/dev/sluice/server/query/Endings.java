package dev.sluice.server.query;

import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import dev.sluice.server.audit.Ending;
import dev.sluice.server.budget.Entry;
import dev.sluice.server.budget.Spending;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is recorded of an outcome, and what it takes of budgets. */
final class Endings {
    private Endings() {}

    static Ending of(UUID receipt, String requestId, Outcome outcome, long micros) {
        return switch (outcome) {
            case Outcome.Completed done ->
                    new Ending(
                            receipt,
                            requestId,
                            done.truncated() ? Ending.Status.TRUNCATED : Ending.Status.OK,
                            null,
                            done.rows(),
                            done.bytes(),
                            boxed(done.scanEstimated()),
                            boxed(done.scanMeasured()),
                            micros);
            case Outcome.Failed failed ->
                    new Ending(
                            receipt,
                            requestId,
                            Ending.Status.FAILED,
                            failed.code(),
                            0,
                            0,
                            expected(failed),
                            null,
                            micros);
            case Outcome.Cancelled cancelled ->
                    new Ending(
                            receipt,
                            requestId,
                            Ending.Status.CANCELLED,
                            ReasonCode.CANCELLED,
                            0,
                            0,
                            boxed(cancelled.scanEstimated()),
                            null,
                            micros);
        };
    }

    /** One that was refused for its estimate has it in its details: it did not run. */
    private static @Nullable Long expected(Outcome.Failed failed) {
        return failed.details().get("estimated_bytes") instanceof Long bytes
                ? bytes
                : boxed(failed.scanEstimated());
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** What an outcome takes of budgets, whoever does or does not get its rows. */
    static List<Entry.Charge> charges(Spending spending, Outcome outcome, boolean answered) {
        return switch (outcome) {
            case Outcome.Completed done ->
                    spending.settled(
                            answered ? done.rows() : 0,
                            answered ? done.bytes() : 0,
                            true,
                            scanned(done).orElse(0));
            case Outcome.Failed failed ->
                    spending.settled(0, 0, ran(failed), failed.scanEstimated().orElse(0));
            case Outcome.Cancelled cancelled ->
                    spending.settled(
                            0,
                            0,
                            cancelled.scanEstimated().isPresent(),
                            cancelled.scanEstimated().orElse(0));
        };
    }

    /** What the database says that it read, else what it expected to. */
    static OptionalLong scanned(Outcome.Completed done) {
        return done.scanMeasured().isPresent() ? done.scanMeasured() : done.scanEstimated();
    }

    /** Engines that estimate nothing still ran what these say of them. */
    private static boolean ran(Outcome.Failed failed) {
        return failed.scanEstimated().isPresent()
                || switch (failed.code()) {
                    case QUERY_FAILED, TIMEOUT, RESULT_TOO_LARGE -> true;
                    default -> false;
                };
    }
}
