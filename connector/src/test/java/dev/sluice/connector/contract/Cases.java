package dev.sluice.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What the contract's cases share. */
final class Cases {
    /** Rows and bytes that no case means to reach, and minutes. */
    static final Limits PATIENT = new Limits(100, 1L << 40, Duration.ofMinutes(5));

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Cases() {}

    static Request request() {
        return request(new Cancellation());
    }

    static Request request(Cancellation cancellation) {
        return new Request(new SessionTag("sluice contract"), ResultLimits.DEFAULT, cancellation);
    }

    static Outcome run(Database database, String sql, Answer answer) {
        return run(database, sql, Limits.DEFAULT, answer);
    }

    static Outcome run(Database database, String sql, Limits limits, Answer answer) {
        return database.execute(GuardedQueries.of(sql, limits), request(), answer);
    }

    /** The answer of a query that has one. */
    static Answer answer(Database database, String sql) {
        Answer answer = new Answer();
        assertThat(run(database, sql, answer)).isInstanceOf(Outcome.Completed.class);
        return answer;
    }

    static Outcome.Failed assertFailed(Outcome outcome, ReasonCode code) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        Outcome.Failed failed = (Outcome.Failed) outcome;
        assertThat(failed.code()).as("%s", failed).isEqualTo(code);
        return failed;
    }

    /** Looks again and again until it holds. */
    static void await(BooleanSupplier holds) throws InterruptedException {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                fail("did not come to hold within " + PATIENCE);
            }
            Thread.sleep(5);
        }
    }
}
