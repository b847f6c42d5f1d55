package dev.sluice.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.Row;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import dev.sluice.guard.GuardedQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What holds for every service, whatever it speaks. */
class HttpDatabaseTest {
    private static final List<ResultColumn> COLUMNS =
            List.of(
                    new ResultColumn("a", "text", ResultColumn.Kind.TEXT),
                    new ResultColumn("b", "text", ResultColumn.Kind.TEXT));
    private static final Request REQUEST = request(new Cancellation());

    private final CountDownLatch began = new CountDownLatch(1);
    private final AtomicInteger closed = new AtomicInteger();

    /** Answers with these rows. */
    private final class Rowing implements HttpEngine {
        private final List<List<@Nullable String>> rows = new ArrayList<>();

        Rowing row(@Nullable String... texts) {
            rows.add(Arrays.asList(texts));
            return this;
        }

        @Override
        public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
            Answer answer = new Answer(query.limits().maxRows(), request.limits());
            answer.columns(COLUMNS);
            for (List<@Nullable String> row : rows) {
                if (!answer.add(row)) {
                    break;
                }
            }
            return answer;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Works until it is stopped. */
    private final class Endless implements HttpEngine {
        @Override
        public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
            began.countDown();
            while (true) {
                stop.pause(Duration.ofHours(1));
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static Request request(Cancellation cancellation) {
        return new Request(new SessionTag("sluice"), new ResultLimits(10, 20), cancellation);
    }

    private static GuardedQuery query(int rowsMax, Duration timeout) {
        return GuardedQueries.of("SELECT 1", new Limits(rowsMax, 1, timeout));
    }

    private static Outcome ask(HttpEngine engine, Rows rows) {
        try (HttpDatabase database = new HttpDatabase(engine, Capacity.DEFAULT)) {
            return database.execute(query(3, Duration.ofMinutes(1)), REQUEST, rows);
        }
    }

    @Test
    void anAnswerIsCutAtItsRowsAndItsBytes() {
        Rows rows = new Rows();
        Rowing four = new Rowing().row("1", null).row("2", "x").row("3", "").row("4", "y");
        Outcome.Completed byRows = (Outcome.Completed) ask(four, rows);
        assertThat(byRows.rows()).isEqualTo(3);
        assertThat(byRows.bytes()).isEqualTo(4);
        assertThat(byRows.truncated()).isTrue();
        assertThat(rows.rows.getFirst()).containsExactly("1", null);

        Rows some = new Rows();
        Rowing wide = new Rowing().row("12345678", "1234").row("12345678", "1");
        assertThat(((Outcome.Completed) ask(wide, some)).truncated()).isTrue();
        assertThat(some.rows).hasSize(1);

        Outcome.Completed whole = (Outcome.Completed) ask(new Rowing().row("ü", "€"), new Rows());
        assertThat(whole.truncated()).isFalse();
        assertThat(whole.bytes()).isEqualTo(5);
    }

    @Test
    void aValueOrARowThatNoAnswerHoldsIsAFailure() {
        Rows rows = new Rows();
        Outcome.Failed cell = (Outcome.Failed) ask(new Rowing().row("12345678901", ""), rows);
        assertThat(cell.code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(cell.details()).containsEntry("column", "a").containsEntry("bytes", 11);
        Outcome.Failed row =
                (Outcome.Failed) ask(new Rowing().row("1234567890", "1234567890!"), rows);
        assertThat(row.code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(rows.columns).isEmpty();
    }

    @Test
    void aRowOfAnotherWidthIsNoAnswer() {
        Outcome.Failed failed = (Outcome.Failed) ask(new Rowing().row("1"), new Rows());
        assertThat(failed.details()).containsEntry("reason", "wrong_server");
    }

    @Test
    void whatIsTooMuchAtOnceIsTurnedAway() throws Exception {
        Capacity one = new Capacity(1, 0, Duration.ofSeconds(1), 0);
        Cancellation cancellation = new Cancellation();
        try (HttpDatabase database = new HttpDatabase(new Endless(), one);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> first =
                    threads.submit(() ->
                            database.execute(
                                    query(1, Duration.ofHours(1)),
                                    request(cancellation),
                                    new Rows()));
            began.await();
            Outcome second = database.execute(query(1, Duration.ofHours(1)), REQUEST, new Rows());
            assertThat(((Outcome.Failed) second).code()).isEqualTo(ReasonCode.OVERLOADED);
            cancellation.cancel();
            assertThat(first.get(1, TimeUnit.MINUTES)).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void closingStopsWhatRunsAndThenTheWayToTheService() throws Exception {
        HttpDatabase database = new HttpDatabase(new Endless(), Capacity.DEFAULT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> running =
                    threads.submit(() ->
                            database.execute(query(1, Duration.ofHours(1)), REQUEST, new Rows()));
            began.await();
            database.close();
            assertThat(running.get(1, TimeUnit.MINUTES)).isInstanceOf(Outcome.Cancelled.class);
        }
        Outcome after = database.execute(query(1, Duration.ofHours(1)), REQUEST, new Rows());
        assertThat(((Outcome.Failed) after).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(closed).hasValue(1);
    }

    @Test
    void theTimeLimitEndsIt() {
        try (HttpDatabase database = new HttpDatabase(new Endless(), Capacity.DEFAULT)) {
            Outcome outcome =
                    database.execute(query(1, Duration.ofMillis(50)), REQUEST, new Rows());
            assertThat(((Outcome.Failed) outcome).code()).isEqualTo(ReasonCode.TIMEOUT);
        }
    }

    @Test
    void whatTheSinkThrowsReachesTheCaller() {
        try (HttpDatabase database =
                new HttpDatabase(new Rowing().row("1", "2"), Capacity.DEFAULT)) {
            Rows full =
                    new Rows() {
                        @Override
                        public void row(Row row) {
                            throw new IllegalStateException("full");
                        }
                    };
            assertThatThrownBy(
                            () -> database.execute(query(1, Duration.ofMinutes(1)), REQUEST, full))
                    .hasMessage("full");
        }
    }

    @Test
    void aFailureSaysItsDiagnosisAndNothingElse() {
        HttpEngine failing =
                new HttpEngine() {
                    @Override
                    public Answer run(GuardedQuery query, Request request, Stop stop)
                            throws SourceFailure {
                        throw SourceFailure.of(Diagnosis.THROTTLED, "429");
                    }

                    @Override
                    public void close() {}
                };
        Outcome.Failed failed = (Outcome.Failed) ask(failing, new Rows());
        assertThat(failed)
                .isEqualTo(
                        new Outcome.Failed(
                                ReasonCode.SOURCE_UNAVAILABLE,
                                "429",
                                Map.of("reason", "throttled")));
    }
}
