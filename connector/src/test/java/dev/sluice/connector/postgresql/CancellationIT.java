package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CancellationIT {
    private static final Server SERVER = Server.shared();
    private static final int MANY = 50;
    private static final Limits PATIENT = new Limits(10, 1L << 40, Duration.ofMinutes(5));

    private static Outcome run(Database database, String sql, Cancellation cancellation) {
        return database.execute(
                GuardedQueries.of(sql, PATIENT),
                new Request(new SessionTag("cancel"), ResultLimits.DEFAULT, cancellation),
                new Table());
    }

    private static long active(String like) {
        return SERVER.ask(
                        "SELECT pid FROM pg_stat_activity WHERE usename = 'reader'"
                                + " AND state <> 'idle' AND query LIKE '%"
                                + like
                                + "%'")
                .size();
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void stopsFiftyHeavyQueries(ConnectionMode mode) throws Exception {
        Capacity wide = new Capacity(MANY, 0, Duration.ZERO, 2);
        try (Database database = SERVER.open(mode, wide);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Cancellation> cancellations = new ArrayList<>();
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                Cancellation cancellation = new Cancellation();
                cancellations.add(cancellation);
                // Most sleep, so that the machine is not what is tested; some compute.
                String sql =
                        i % 5 != 0
                                ? "SELECT pg_sleep(200), 'fifty'"
                                : "SELECT count(*), 'fifty' FROM generate_series(1, 2000000000)";
                outcomes.add(threads.submit(() -> run(database, sql, cancellation)));
            }
            Waiting.until(() -> active("fifty") == MANY);

            long start = System.nanoTime();
            cancellations.forEach(Cancellation::cancel);
            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            }
            Waiting.until(() -> active("fifty") == 0);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10)); // they would go on for minutes
            assertThat(run(database, "SELECT 1", new Cancellation()))
                    .isInstanceOf(Outcome.Completed.class);
        }
    }

    @Test
    void runsNothingOnceCancelled() {
        try (Database database = SERVER.open(ConnectionMode.FRESH)) {
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();
            cancellation.cancel();

            assertThat(run(database, "SELECT 1", cancellation))
                    .isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void doesNothingAfterTheEnd() {
        try (Database database = SERVER.open(ConnectionMode.POOLED)) {
            Cancellation cancellation = new Cancellation();
            assertThat(run(database, "SELECT 1", cancellation))
                    .isInstanceOf(Outcome.Completed.class);
            cancellation.cancel();

            assertThat(run(database, "SELECT pg_sleep(0.3)", new Cancellation()))
                    .isInstanceOf(Outcome.Completed.class);
        }
    }

    /** The request may overtake the query, or reach it anywhere between its first and last byte. */
    @Test
    void isNeverLostHoweverItMeetsTheQuery() throws Exception {
        try (Database database = SERVER.open(ConnectionMode.POOLED);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                Cancellation cancellation = new Cancellation();
                Future<Outcome> outcome =
                        threads.submit(() -> run(database, "SELECT pg_sleep(100)", cancellation));
                TimeUnit.MICROSECONDS.sleep(i * 50L);
                cancellation.cancel();

                assertThat(outcome.get(2, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            }
        }
    }

    @Test
    void neverReachesTheNextQuery() throws Exception {
        Capacity one = new Capacity(1, 10, Duration.ofSeconds(5), 0);
        try (Database database = SERVER.open(ConnectionMode.POOLED, one);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                Cancellation cancellation = new Cancellation();
                Future<Outcome> first =
                        threads.submit(() -> run(database, "SELECT pg_sleep(0.002)", cancellation));
                TimeUnit.MICROSECONDS.sleep(1_000 + i * 50L);
                cancellation.cancel();

                assertThat(run(database, "SELECT pg_sleep(0.01)", new Cancellation()))
                        .isInstanceOf(Outcome.Completed.class);
                first.get(2, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void endsTheWaitingForAFreePlace() throws Exception {
        Capacity one = new Capacity(1, 10, Duration.ofMinutes(1), 0);
        try (Database database = SERVER.open(ConnectionMode.FRESH, one);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Cancellation first = new Cancellation();
            Cancellation second = new Cancellation();
            Future<Outcome> running =
                    threads.submit(() -> run(database, "SELECT pg_sleep(100), 'place'", first));
            Waiting.until(() -> active("place") == 1);
            Future<Outcome> waiting = threads.submit(() -> run(database, "SELECT 1", second));
            second.cancel();

            assertThat(waiting.get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            first.cancel();
            assertThat(running.get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void refusesBeyondTheCapacity() throws Exception {
        Capacity one = new Capacity(1, 1, Duration.ofMillis(100), 0);
        try (Database database = SERVER.open(ConnectionMode.FRESH, one);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Cancellation first = new Cancellation();
            Future<Outcome> running =
                    threads.submit(() -> run(database, "SELECT pg_sleep(100), 'full'", first));
            Waiting.until(() -> active("full") == 1);

            assertThat(run(database, "SELECT 1", new Cancellation()))
                    .isEqualTo(Outcome.Failed.of(ReasonCode.OVERLOADED));
            first.cancel();
            assertThat(running.get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void closingStopsWhatRunsAndRefusesTheRest() throws Exception {
        Database database = SERVER.open(ConnectionMode.SINGLE_USE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> outcome =
                    threads.submit(() ->
                            run(database, "SELECT pg_sleep(100), 'dropped'", new Cancellation()));
            Waiting.until(() -> active("dropped") == 1);
            database.close();

            assertThat(outcome.get(2, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            Outcome late = run(database, "SELECT 1", new Cancellation());
            assertThat(((Outcome.Failed) late).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
            Waiting.until(() -> SERVER.sessions().isEmpty());
        }
    }
}
