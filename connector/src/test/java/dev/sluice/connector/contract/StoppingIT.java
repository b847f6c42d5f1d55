package dev.sluice.connector.contract;

import static dev.sluice.connector.contract.Cases.PATIENT;
import static dev.sluice.connector.contract.Cases.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What ends a query before its end. */
@ParameterizedClass
@MethodSource("dev.sluice.connector.contract.Fixtures#all")
class StoppingIT {
    private static final int MANY = 20;

    @Parameter Fixture engine;

    @BeforeEach
    void canCancel() {
        assumeThat(engine.connector().capabilities().cancels()).isTrue();
    }

    private Database open(ConnectionMode mode, Capacity capacity) {
        return engine.connector().open(engine.target(mode), capacity);
    }

    private Database open() {
        return open(ConnectionMode.SINGLE_USE, Capacity.DEFAULT);
    }

    private static Outcome run(Database database, String sql, Cancellation cancellation) {
        return database.execute(
                GuardedQueries.of(sql, PATIENT), Cases.request(cancellation), new Answer());
    }

    @Test
    void stopsManyQueriesAtTheDatabase() throws Exception {
        for (ConnectionMode mode : engine.connector().capabilities().modes()) {
            stopsMany(mode);
        }
    }

    private void stopsMany(ConnectionMode mode) throws Exception {
        Capacity wide = new Capacity(MANY, 0, Duration.ZERO, 2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Database database = open(mode, wide)) {
            List<Cancellation> cancellations = new ArrayList<>();
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                Cancellation cancellation = new Cancellation();
                cancellations.add(cancellation);
                // Most sleep, so that the machine is not what is tested; some compute.
                String sql = i % 10 == 0 ? engine.computes() : engine.sleeps(200);
                outcomes.add(threads.submit(() -> run(database, sql, cancellation)));
            }
            Cases.await(() -> engine.running("") >= MANY);

            cancellations.forEach(Cancellation::cancel);
            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            }
            Cases.await(() -> engine.running("") == 0);
            assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
        }
        Cases.await(() -> engine.sessions().isEmpty());
    }

    @Test
    void runsNothingOnceCancelled() {
        try (Database database = open()) {
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();
            cancellation.cancel();

            assertThat(run(database, engine.one(), cancellation))
                    .isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void doesNothingAfterTheEnd() {
        try (Database database = open(ConnectionMode.POOLED, Capacity.DEFAULT)) {
            Cancellation cancellation = new Cancellation();
            assertThat(run(database, engine.one(), cancellation))
                    .isInstanceOf(Outcome.Completed.class);
            cancellation.cancel();

            assertThat(run(database, engine.sleeps(1), new Cancellation()))
                    .isInstanceOf(Outcome.Completed.class);
        }
    }

    /** The request may overtake the query, or reach it anywhere between its first and last byte. */
    @Test
    void stopsAQueryAtWhateverMomentItIsAsked() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Database database = open()) {
            for (int i = 0; i < 20; i++) {
                Cancellation cancellation = new Cancellation();
                Future<Outcome> outcome =
                        threads.submit(() -> run(database, engine.sleeps(200), cancellation));
                Thread.sleep(random.nextInt(25));
                cancellation.cancel();
                assertThat(outcome.get(60, TimeUnit.SECONDS))
                        .as("seed %d, turn %d", seed, i)
                        .isInstanceOf(Outcome.Cancelled.class);
            }
        }
        Cases.await(() -> engine.running("") == 0);
    }

    @Test
    void endsAtTheDeadline() throws Exception {
        for (String sql : List.of(engine.computes(), engine.sleeps(200))) {
            try (Database database = open(ConnectionMode.POOLED, Capacity.DEFAULT)) {
                Outcome outcome =
                        Cases.run(
                                database,
                                sql,
                                new Limits(1, 1L << 40, Duration.ofMillis(500)),
                                new Answer());

                assertFailed(outcome, ReasonCode.TIMEOUT);
                Cases.await(() -> engine.running("") == 0);
                assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
            }
        }
    }

    @Test
    void closingStopsWhatRunsAndRefusesTheRest() throws Exception {
        Database database = open();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> outcome =
                    threads.submit(() -> run(database, engine.sleeps(200), new Cancellation()));
            Cases.await(() -> engine.running("sleep") == 1);
            database.close();

            assertThat(outcome.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            assertFailed(
                    run(database, engine.one(), new Cancellation()), ReasonCode.SOURCE_UNAVAILABLE);
        }
        Cases.await(() -> engine.sessions().isEmpty());
    }

    @Test
    void aQueryThatWaitsForAPlaceCanBeCancelledAndIsRefusedWhenTooManyWait() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Database database =
                        open(
                                ConnectionMode.SINGLE_USE,
                                new Capacity(1, 1, Duration.ofMinutes(2), 0))) {
            Cancellation first = new Cancellation();
            Future<Outcome> running =
                    threads.submit(() -> run(database, engine.sleeps(200), first));
            Cases.await(() -> engine.running("sleep") == 1);
            Cancellation later = new Cancellation();
            Cancellation latest = new Cancellation();
            Future<Outcome> one = threads.submit(() -> run(database, engine.one(), later));
            Future<Outcome> other = threads.submit(() -> run(database, engine.one(), latest));
            Cases.await(() -> one.isDone() || other.isDone());

            Future<Outcome> refused = one.isDone() ? one : other;
            Future<Outcome> waiting = one.isDone() ? other : one;
            assertFailed(refused.get(), ReasonCode.OVERLOADED);
            assertThat(waiting.isDone()).isFalse();
            later.cancel();
            latest.cancel();
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            first.cancel();
            assertThat(running.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
        }
    }
}
