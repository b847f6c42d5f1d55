package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TenantId;
import dev.sluice.guard.GuardedQueries;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutionIT {
    private static final Server SERVER = Server.shared();

    private final Table table = new Table();
    private Database pooled;

    @BeforeEach
    void open() {
        pooled = SERVER.open(ConnectionMode.POOLED);
    }

    @AfterEach
    void close() {
        pooled.close();
    }

    private static Request request() {
        return new Request(new SessionTag("test"), ResultLimits.DEFAULT, new Cancellation());
    }

    private Outcome run(Database database, String sql, String... parameters) {
        return database.execute(
                GuardedQueries.of(sql, Limits.DEFAULT, parameters), request(), table);
    }

    private Outcome run(String sql, String... parameters) {
        return run(pooled, sql, parameters);
    }

    private static void assertFailed(Outcome outcome, ReasonCode code) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void answersInEveryMode(ConnectionMode mode) {
        try (Database database = SERVER.open(mode)) {
            for (int i = 1; i <= 3; i++) {
                Table answer = new Table();
                Outcome outcome =
                        database.execute(
                                GuardedQueries.of(
                                        "SELECT id, name, price FROM shop.items WHERE id = " + i,
                                        Limits.DEFAULT),
                                request(),
                                answer);
                assertThat(outcome).isInstanceOf(Outcome.Completed.class);
                assertThat(answer.rows)
                        .containsExactly(
                                List.of("" + i, "item " + i, answer.rows.getFirst().get(2)));
            }
        }
    }

    @Test
    void deliversTypesAsTextWithTheirKind() {
        run(
                "SELECT true, 7::smallint, (-9223372036854775808)::bigint, 'NaN'::float8,"
                        + " 1e20::float8, 12.50::numeric, '{\"a\":1}'::jsonb, '2024-02-29'::date,"
                        + " '2024-02-29 12:00+02'::timestamptz, '\\xff00'::bytea, NULL::text,"
                        + " ARRAY[1,2], interval '1 day 2 hours'");

        assertThat(table.rows.getFirst())
                .containsExactly(
                        "t",
                        "7",
                        "-9223372036854775808",
                        "NaN",
                        "1e+20",
                        "12.50",
                        "{\"a\": 1}",
                        "2024-02-29",
                        "2024-02-29 10:00:00+00",
                        "\\xff00",
                        null,
                        "{1,2}",
                        "1 day 02:00:00");
        assertThat(table.columns.stream().map(c -> c.kind()).limit(6))
                .containsExactly(
                        Kind.BOOLEAN,
                        Kind.INTEGER,
                        Kind.INTEGER,
                        Kind.FLOAT,
                        Kind.FLOAT,
                        Kind.TEXT);
        assertThat(table.columns.get(8).type()).isEqualTo("timestamp with time zone");
        assertThat(table.columns.get(11).type()).isEqualTo("integer[]");
    }

    @Test
    void readsBooleansAndTheSmallestInteger() {
        StringBuilder seen = new StringBuilder();
        pooled.execute(
                GuardedQueries.of(
                        "SELECT true, false, (-9223372036854775808)::bigint,"
                                + " 9223372036854775807::bigint",
                        Limits.DEFAULT),
                request(),
                new dev.sluice.connector.RowSink() {
                    @Override
                    public void columns(List<dev.sluice.connector.ResultColumn> columns) {}

                    @Override
                    public void row(dev.sluice.connector.Row row) {
                        seen.append(row.bool(0))
                                .append(row.bool(1))
                                .append(row.integer(2))
                                .append(row.integer(3));
                    }
                });

        assertThat(seen.toString()).isEqualTo("truefalse" + Long.MIN_VALUE + Long.MAX_VALUE);
    }

    @Test
    void bindsParametersToTheTypeThatTheirPlaceAsksFor() {
        run("SELECT name FROM shop.items WHERE id = ? AND name LIKE ?", "42", "item%");

        assertThat(table.cell()).isEqualTo("item 42");
    }

    @Test
    void keepsAnOperatorThatHoldsAQuestionMark() {
        run("SELECT '{\"a\":1}'::jsonb ?? 'a'");

        assertThat(table.cell()).isEqualTo("t");
    }

    @Test
    void leavesOutTheRowBeyondTheLimitAndSaysSo() {
        Outcome outcome =
                pooled.execute(
                        GuardedQueries.of(
                                "SELECT id FROM shop.items LIMIT 4", Limits.DEFAULT.withMaxRows(3)),
                        request(),
                        table);

        assertThat(table.rows).hasSize(3);
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
        assertThat(((Outcome.Completed) outcome).rows()).isEqualTo(3);
    }

    @Test
    void leavesOutRowsBeyondTheBytesAndSaysSo() {
        Outcome outcome =
                pooled.execute(
                        GuardedQueries.of(
                                "SELECT repeat('x', 100) FROM shop.items LIMIT 20", Limits.DEFAULT),
                        new Request(
                                new SessionTag("t"),
                                new ResultLimits(1000, 550),
                                new Cancellation()),
                        table);

        assertThat(table.rows).hasSize(5);
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
        assertThat(((Outcome.Completed) outcome).bytes()).isEqualTo(500);
    }

    @Test
    void refusesACellBeyondItsLimitAndDeliversNothing() {
        Outcome outcome = run("SELECT 1, repeat('x', 70000) AS big FROM shop.items LIMIT 2");

        assertFailed(outcome, ReasonCode.RESULT_TOO_LARGE);
        assertThat(((Outcome.Failed) outcome).details()).containsEntry("column", "big");
        assertThat(table.columns).isEmpty();
    }

    @Test
    void announcesColumnsOfAnEmptyAnswer() {
        Outcome outcome = run("SELECT id, name FROM shop.items WHERE id < 0");

        assertThat(table.columns).hasSize(2);
        assertThat(((Outcome.Completed) outcome).rows()).isZero();
    }

    @Test
    void survivesAHugeCellAndGoesOn() {
        assertFailed(
                run("SELECT string_agg(repeat('x', 100000), '') FROM shop.items"),
                ReasonCode.RESULT_TOO_LARGE);
        assertThat(run("SELECT 1")).isInstanceOf(Outcome.Completed.class);
    }

    /** The bytes of the value read as protocol messages, each of them an error of its own. */
    @Test
    void survivesAHugeCellThatLooksLikeTheProtocol() {
        assertFailed(
                run("SELECT string_agg(repeat('D', 20000), '') FROM shop.items"),
                ReasonCode.RESULT_TOO_LARGE);
        assertThat(run("SELECT 1")).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void boundsRowsWithoutValues() {
        String nulls = "NULL" + ", NULL".repeat(999);
        Outcome outcome =
                pooled.execute(
                        GuardedQueries.of(
                                "SELECT " + nulls + " FROM generate_series(1, 100000)",
                                new Limits(100_000, 1L << 40, Duration.ofSeconds(60))),
                        request(),
                        table);

        assertFailed(outcome, ReasonCode.RESULT_TOO_LARGE);
    }

    @Test
    void readsManyColumns() {
        run("SELECT 1" + ", 1".repeat(1599));

        assertThat(table.rows.getFirst()).hasSize(1600);
    }

    @Test
    void refusesMoreThanOneStatement() {
        for (String text :
                List.of(
                        "SELECT 1; COMMIT; DROP TABLE shop.items",
                        "SELECT 1 -- and more",
                        "SELECT 1; SELECT 2",
                        "DROP TABLE shop.items",
                        "WITH gone AS (DELETE FROM shop.items RETURNING id) SELECT * FROM gone",
                        "SELECT 1 FROM shop.items FOR UPDATE",
                        "SELECT 1 INTO shop.copy",
                        "COPY shop.items TO PROGRAM 'cat'")) {
            assertFailed(run(text), ReasonCode.STATEMENT_FORBIDDEN);
        }
        assertThat(run("SELECT ';' AS \";\"")).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void writesNothingEvenThroughAFunctionThatTheRoleMayUse() {
        Outcome outcome = run("SELECT shop.write()");

        assertFailed(outcome, ReasonCode.QUERY_FAILED);
        assertThat(((Outcome.Failed) outcome).sqlState()).isEqualTo("25006");
        assertThat(SERVER.ask("SELECT count(*) FROM shop.log")).containsExactly("0");
    }

    @Test
    void leavesNothingOfASettingToTheNextQuery() {
        run(
                "SELECT set_config('default_transaction_read_only', 'off', false),"
                        + " set_config('search_path', 'shop', false),"
                        + " set_config('statement_timeout', '0', false)");
        // Refused, since the transaction has begun.
        assertFailed(
                run("SELECT set_config('transaction_read_only', 'off', false)"),
                ReasonCode.QUERY_FAILED);

        Table after = new Table();
        pooled.execute(
                GuardedQueries.of(
                        "SELECT current_setting('search_path'),"
                                + " current_setting('statement_timeout'),"
                                + " current_setting('transaction_read_only'),"
                                + " current_setting('TimeZone'),"
                                + " current_setting('application_name')",
                        Limits.DEFAULT),
                request(),
                after);
        assertThat(after.rows).containsExactly(List.of("", "30s", "on", "UTC", "test"));
        assertFailed(run("SELECT shop.write()"), ReasonCode.QUERY_FAILED);
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void theSessionNamesWhoAsksInEveryMode(ConnectionMode mode) {
        try (Database database = SERVER.open(mode)) {
            for (String agent : List.of("support-bot", "other-bot")) {
                Principal principal =
                        new Principal(
                                new TenantId("t"),
                                "b5c1",
                                "client_1",
                                agent,
                                Set.of(),
                                Map.of(Principal.EMAIL, "ana@example.org"));
                Table answer = new Table();
                database.execute(
                        GuardedQueries.of(
                                "SELECT application_name FROM pg_stat_activity"
                                        + " WHERE pid = pg_backend_pid()",
                                Limits.DEFAULT),
                        new Request(
                                SessionTag.of(principal, "3f2a9c1e-0000"),
                                ResultLimits.DEFAULT,
                                new Cancellation()),
                        answer);
                assertThat(answer.rows)
                        .containsExactly(List.of("sluice 3f2a9c1e ana@example.org/" + agent));
            }
        }
    }

    @Test
    void leavesNoLockOfTheSessionBehind() {
        run("SELECT pg_advisory_lock(42)");
        run("SELECT pg_advisory_lock(43), 1 / (id - id) FROM shop.items");

        assertThat(SERVER.ask("SELECT objid FROM pg_locks WHERE locktype = 'advisory'")).isEmpty();
    }

    @Test
    void stopsAtTheTimeLimit() {
        long start = System.nanoTime();
        Outcome outcome =
                pooled.execute(
                        GuardedQueries.of(
                                "SELECT pg_sleep(20)",
                                new Limits(1, 1L << 30, Duration.ofMillis(200))),
                        request(),
                        table);

        assertFailed(outcome, ReasonCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(run("SELECT 1")).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void neverRepeatsWhatTheDatabaseSays() {
        String marker = "marker-of-another-tenant";
        Outcome cast = run("SELECT ('" + marker + "' || id)::int FROM shop.items");
        Outcome raised = run("SELECT ('" + marker + "')::uuid");

        assertFailed(cast, ReasonCode.QUERY_FAILED);
        assertThat(((Outcome.Failed) cast).sqlState()).isEqualTo("22P02");
        assertThat(cast.toString() + raised).doesNotContain(marker);
    }

    @Test
    void reportsADivisionByZeroWithItsCodeAlone() {
        Outcome outcome = run("SELECT 1 / (id - id) FROM shop.items");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(ReasonCode.QUERY_FAILED);
                            assertThat(failed.sqlState()).isEqualTo("22012");
                            assertThat(failed.details()).isEmpty();
                            assertThat(failed.scanEstimated()).isPresent();
                        });
    }

    @Test
    void reportsAMissingPrivilegeAsAFailure() {
        Outcome outcome = run("SELECT * FROM pg_catalog.pg_authid");

        assertFailed(outcome, ReasonCode.QUERY_FAILED);
        assertThat(((Outcome.Failed) outcome).sqlState()).isEqualTo("42501");
    }

    @Test
    void usesABackendForEachQueryAndLeavesNone() throws InterruptedException {
        Set<String> pids = new HashSet<>();
        try (Database singleUse = SERVER.open(ConnectionMode.SINGLE_USE)) {
            for (int i = 0; i < 10; i++) {
                Table answer = new Table();
                singleUse.execute(
                        GuardedQueries.of("SELECT pg_backend_pid()", Limits.DEFAULT),
                        request(),
                        answer);
                pids.add(answer.cell());
            }
        }
        assertThat(pids).hasSize(10);
        Waiting.until(() -> pids.stream().noneMatch(SERVER.sessions()::contains));
    }

    @Test
    void usesOneBackendAgainWhenPooled() {
        Set<String> pids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            Table answer = new Table();
            pooled.execute(
                    GuardedQueries.of("SELECT pg_backend_pid()", Limits.DEFAULT),
                    request(),
                    answer);
            pids.add(answer.cell());
        }
        assertThat(pids).hasSize(1);
    }

    @Test
    void refusesAScanLargerThanTheLimitBeforeItRuns() {
        Outcome outcome =
                pooled.execute(
                        GuardedQueries.of(
                                "SELECT sum(price) FROM shop.items",
                                new Limits(10, 100_000, Duration.ofSeconds(5))),
                        request(),
                        table);

        assertFailed(outcome, ReasonCode.BYTES_EXCEEDED);
        assertThat((long) ((Outcome.Failed) outcome).details().get("estimated_bytes"))
                .isGreaterThan(200_000);
    }

    @Test
    void countsOnlyTheShareThatALimitReads() {
        Outcome outcome = run("SELECT name FROM shop.items LIMIT 10");

        assertThat(((Outcome.Completed) outcome).scanEstimated().orElseThrow())
                .isBetween(1L, 10_000L);
    }

    @Test
    void refusesAProductOfTables() {
        Outcome outcome =
                run(
                        "SELECT count(*) FROM shop.items a, shop.items b, shop.items c"
                                + " WHERE a.price + b.price > c.price");

        assertFailed(outcome, ReasonCode.COST_EXCEEDED);
    }

    @Test
    void passesOnWhatTheSinkThrowsAndStaysUsable() {
        dev.sluice.connector.RowSink failing =
                new dev.sluice.connector.RowSink() {
                    @Override
                    public void columns(List<dev.sluice.connector.ResultColumn> columns) {}

                    @Override
                    public void row(dev.sluice.connector.Row row) {
                        throw new IllegalStateException("sink");
                    }
                };
        assertThatThrownBy(() ->
                        pooled.execute(
                                GuardedQueries.of("SELECT 1", Limits.DEFAULT), request(), failing))
                .hasMessage("sink");
        assertThat(run("SELECT 1")).isInstanceOf(Outcome.Completed.class);
    }
}
