package dev.sluice.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes back from a real DuckDB in its process. */
class ExecutionIT {
    private static final Limits LIMITS = new Limits(100, 1L << 30, Duration.ofSeconds(60));

    private static @TempDir Path directory;
    private static Database database;

    @BeforeAll
    static void open() {
        Path file =
                DuckdbFiles.write(
                        directory.resolve("shop.duckdb"),
                        "CREATE TABLE numbers AS SELECT i, 'v' || i AS v FROM range(1000) t(i)",
                        "CREATE TYPE mood AS ENUM ('good', 'hidden one')",
                        "CREATE TABLE moods AS SELECT 'good'::mood AS m");
        database =
                Connectors.of("duckdb").open(DuckdbFiles.target(file, directory), Capacity.DEFAULT);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Outcome run(String sql, Table into, Limits limits, ResultLimits results) {
        Request request = new Request(new SessionTag("test"), results, new Cancellation());
        return database.execute(GuardedQueries.of(sql, limits), request, into);
    }

    private static Table run(String sql) {
        Table table = new Table();
        assertThat(run(sql, table, LIMITS, ResultLimits.DEFAULT))
                .isInstanceOf(Outcome.Completed.class);
        return table;
    }

    private static Outcome.Failed failure(String sql, ResultLimits results) {
        return (Outcome.Failed) run(sql, new Table(), LIMITS, results);
    }

    private static Outcome.Failed failure(String sql) {
        return failure(sql, ResultLimits.DEFAULT);
    }

    @Test
    void deliversRowsInTheirOrder() {
        Table table = run("SELECT i, v, i AS i FROM main.numbers ORDER BY i DESC LIMIT 3");

        assertThat(table.columns)
                .containsExactly(
                        new ResultColumn("i", "BIGINT", Kind.INTEGER),
                        new ResultColumn("v", "VARCHAR", Kind.TEXT),
                        new ResultColumn("i", "BIGINT", Kind.INTEGER));
        assertThat(table.rows)
                .containsExactly(
                        List.of("999", "v999", "999"),
                        List.of("998", "v998", "998"),
                        List.of("997", "v997", "997"));
    }

    @Test
    void bindsParametersAsText() {
        Table table = new Table();
        Outcome outcome =
                database.execute(
                        GuardedQueries.of(
                                "SELECT $1 AS a, CAST($2 AS BIGINT) + 1 AS b, count(*) AS c"
                                        + " FROM main.numbers WHERE v = $1",
                                LIMITS,
                                "v7",
                                "41"),
                        new Request(
                                new SessionTag("test"), ResultLimits.DEFAULT, new Cancellation()),
                        table);

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(table.rows).containsExactly(List.of("v7", "42", "1"));
    }

    @Test
    void cutsAtTheRowsAndSaysSo() {
        Table table = new Table();
        Outcome.Completed outcome =
                (Outcome.Completed)
                        run(
                                "SELECT i FROM main.numbers ORDER BY i",
                                table,
                                new Limits(10, 1 << 20, Duration.ofSeconds(60)),
                                ResultLimits.DEFAULT);

        assertThat(outcome.truncated()).isTrue();
        assertThat(outcome.rows()).isEqualTo(10);
        assertThat(table.rows.getLast()).containsExactly("9");
    }

    @Test
    void cutsAtTheBytesAndSaysSo() {
        Table table = new Table();
        Outcome.Completed outcome =
                (Outcome.Completed)
                        run(
                                "SELECT i, repeat('ü', 50) AS t FROM main.numbers ORDER BY i LIMIT"
                                        + " 50",
                                table,
                                LIMITS,
                                new ResultLimits(1_000, 1_005));

        assertThat(outcome.truncated()).isTrue();
        assertThat(outcome.rows()).isEqualTo(9);
        assertThat(outcome.bytes()).isEqualTo(909);
    }

    @Test
    void aHugeAnswerTakesNoMoreThanItsBounds() {
        Outcome.Completed outcome =
                (Outcome.Completed)
                        run(
                                "SELECT repeat('x', 60000) AS t FROM range(2048)",
                                new Table(),
                                new Limits(2048, 1 << 20, Duration.ofSeconds(60)),
                                ResultLimits.DEFAULT);

        assertThat(outcome.rows()).isEqualTo((1 << 20) / 60_000);
        assertThat(outcome.truncated()).isTrue();
    }

    @Test
    void aValueThatIsTooLargeIsNoAnswer() {
        Outcome.Failed cell =
                failure(
                        "SELECT 1 AS a, repeat('x', 50000000) AS b",
                        new ResultLimits(1_000, 10_000));
        Outcome.Failed row =
                failure(
                        "SELECT repeat('x', 900) AS a, repeat('x', 900) AS b",
                        new ResultLimits(1_000, 1_000));

        assertThat(cell.code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(cell.details())
                .containsEntry("column", "b")
                .containsEntry("bytes", 50_000_000L)
                .containsEntry("cell_bytes_max", 1_000);
        assertThat(row.code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE);
        assertThat(row.details()).containsEntry("result_bytes_max", 1_000);
    }

    @Test
    void hasColumnsWithoutRows() {
        Table table = run("SELECT i FROM main.numbers WHERE i < 0");

        assertThat(table.columns).hasSize(1);
        assertThat(table.rows).isEmpty();
    }

    @Test
    void anEnumerationsMembersAreNotInItsType() {
        assertThat(run("SELECT m, [m] AS l FROM main.moods").columns)
                .extracting(ResultColumn::type)
                .containsExactly("ENUM", "ENUM[]");
    }

    @Test
    void failuresHaveCodesAndNoTextOfDuckdbs() {
        assertThat(failure("SELECT CAST(v AS INTEGER) FROM main.numbers"))
                .isEqualTo(failed(ReasonCode.QUERY_FAILED, "value"));
        assertThat(failure("SELECT 100::TINYINT * 100::TINYINT"))
                .isEqualTo(failed(ReasonCode.QUERY_FAILED, "value"));
        assertThat(failure("SELECT nothing FROM main.numbers"))
                .isEqualTo(failed(ReasonCode.QUERY_FAILED, "unknown_name"));
        assertThat(failure("SELECT 1 FROM main.nothing"))
                .isEqualTo(failed(ReasonCode.QUERY_FAILED, "unknown_name"));
        assertThat(failure("SELECT FROM WHERE"))
                .isEqualTo(Outcome.Failed.of(ReasonCode.STATEMENT_FORBIDDEN));
    }

    private static Outcome.Failed failed(ReasonCode code, String reason) {
        return new Outcome.Failed(code, null, java.util.Map.of("reason", reason));
    }

    @Test
    void queriesShareNothing() {
        Table first = run("SELECT current_setting('TimeZone') AS z, current_schema() AS s");

        assertThat(first.rows).containsExactly(List.of("UTC", "main"));
    }
}
