package dev.sluice.connector.contract;

import static dev.sluice.connector.contract.Cases.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What an answer holds, and what bounds it. */
@ParameterizedClass
@MethodSource("dev.sluice.connector.contract.Fixtures#all")
class AnswersIT {
    @Parameter Fixture engine;

    private final Answer answer = new Answer();
    private Database database;

    @BeforeEach
    void open() {
        database = engine.connector().open(engine.target(ConnectionMode.POOLED), Capacity.DEFAULT);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Outcome run(String sql) {
        return Cases.run(database, sql, answer);
    }

    @Test
    void tellsEachTypeExactly() {
        String columns =
                engine.types().stream()
                        .map(Fixture.Typed::expression)
                        .collect(Collectors.joining(", "));
        run("SELECT " + columns + engine.typesFrom());

        assertThat(answer.rows.getFirst())
                .containsExactlyElementsOf(
                        engine.types().stream().map(Fixture.Typed::text).toList());
        assertThat(answer.columns.stream().map(ResultColumn::type))
                .containsExactlyElementsOf(
                        engine.types().stream().map(Fixture.Typed::type).toList());
        assertThat(answer.columns.stream().map(ResultColumn::kind))
                .containsExactlyElementsOf(
                        engine.types().stream().map(Fixture.Typed::kind).toList());
    }

    @Test
    void announcesTheColumnsOfAnEmptyAnswer() {
        Outcome outcome = run(engine.empty());

        assertThat(answer.columns).hasSize(2);
        assertThat(answer.rows).isEmpty();
        assertThat(((Outcome.Completed) outcome).rows()).isZero();
        assertThat(((Outcome.Completed) outcome).truncated()).isFalse();
    }

    @Test
    void leavesOutTheRowBeyondTheLimitAndSaysSo() {
        Outcome outcome =
                Cases.run(database, engine.numbers(4), Limits.DEFAULT.withMaxRows(3), answer);

        assertThat(answer.rows).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
        assertThat(((Outcome.Completed) outcome).rows()).isEqualTo(3);
    }

    @Test
    void givesAllRowsUpToTheLimit() {
        Outcome outcome =
                Cases.run(database, engine.numbers(3), Limits.DEFAULT.withMaxRows(3), answer);

        assertThat(answer.rows).hasSize(3);
        assertThat(((Outcome.Completed) outcome).truncated()).isFalse();
    }

    @Test
    void leavesOutRowsBeyondTheBytesAndSaysSo() {
        Outcome outcome =
                database.execute(
                        GuardedQueries.of(engine.texts(20, 100), Limits.DEFAULT),
                        new Request(
                                new SessionTag("t"),
                                new ResultLimits(1000, 550),
                                new Cancellation()),
                        answer);

        assertThat(answer.rows).hasSize(5);
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
        assertThat(((Outcome.Completed) outcome).bytes()).isEqualTo(500);
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void refusesACellBeyondItsLimitAndDeliversNothing() {
        Outcome.Failed failed =
                assertFailed(run(engine.texts(2, 70_000)), ReasonCode.RESULT_TOO_LARGE);

        assertThat(failed.details()).containsEntry("column", "big").containsEntry("bytes", 70_000);
        assertThat(answer.columns).isEmpty();
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void survivesAHugeCellAndGoesOn() {
        assertFailed(run(engine.texts(1, 12_000_000)), ReasonCode.RESULT_TOO_LARGE);
        assertThat(answer.columns).isEmpty();
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void boundsRowsThatNobodyWants() {
        Outcome outcome =
                Cases.run(
                        database,
                        engine.texts(5_000, 5_000),
                        new Limits(100_000, 1L << 40, Limits.DEFAULT.timeout()),
                        answer);

        // What fits, or a refusal where the engine's driver takes an answer as a whole.
        if (outcome instanceof Outcome.Completed completed) {
            assertThat(completed.truncated()).isTrue();
            assertThat(completed.bytes()).isLessThanOrEqualTo(ResultLimits.DEFAULT.bytesMax());
        } else {
            assertFailed(outcome, ReasonCode.RESULT_TOO_LARGE);
        }
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void neverRepeatsWhatTheDatabaseSays() {
        Outcome.Failed failed =
                assertFailed(run(engine.failsWithAValue()), ReasonCode.QUERY_FAILED);

        assertThat(failed.toString()).doesNotContain("marker");
        assertThat(failed.details()).isEmpty();
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void passesOnWhatTheSinkThrowsAndStaysUsable() {
        RowSink failing =
                new RowSink() {
                    @Override
                    public void columns(List<ResultColumn> columns) {}

                    @Override
                    public void row(Row row) {
                        throw new IllegalStateException("sink");
                    }
                };
        assertThatThrownBy(() ->
                        database.execute(
                                GuardedQueries.of(engine.one(), Limits.DEFAULT),
                                Cases.request(),
                                failing))
                .hasMessage("sink");
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void refusesWhatReadsTooMuchBeforeItRuns() {
        Outcome outcome =
                Cases.run(
                        database,
                        engine.scans(),
                        new Limits(10, 100_000, Limits.DEFAULT.timeout()),
                        answer);
        if (engine.connector().capabilities().estimatesScan()) {
            Outcome.Failed failed = assertFailed(outcome, ReasonCode.BYTES_EXCEEDED);
            assertThat((long) failed.details().get("estimated_bytes")).isGreaterThan(100_000);
        } else {
            assertThat(((Outcome.Completed) outcome).scanEstimated()).isEmpty();
        }
    }

    @Test
    void refusesAProductOfTables() {
        if (engine.connector().capabilities().estimatesScan()) {
            assertFailed(run(engine.product()), ReasonCode.COST_EXCEEDED);
        }
    }
}
