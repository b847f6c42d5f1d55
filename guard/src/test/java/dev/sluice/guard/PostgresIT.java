package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the guard emits, run on PostgreSQL. */
class PostgresIT {
    private static EmbeddedPostgres postgres;
    private static Connection connection;

    private final Guard guard = ShopFixture.guard();

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        connection = postgres.getPostgresDatabase().getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(CorpusFile.fixture("postgresql"));
        }
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        connection.close();
        postgres.close();
    }

    private List<String> emitted(String sql, Map<String, String> claims) throws SQLException {
        GuardedQuery query = ((Decision.Allowed) guard.check(sql, claims)).query();
        return run(
                "",
                query.sql(),
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList());
    }

    /** Read only, with nothing but the catalogue on the search path. */
    private static List<String> run(String path, String sql, List<String> parameters)
            throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(
                    "SET LOCAL search_path = '%s'; SET LOCAL timezone = 'UTC';".formatted(path)
                            + " SET TRANSACTION READ ONLY");
            return ResultRows.of(connection, sql, parameters, JDBCType.OTHER);
        } finally {
            connection.rollback();
        }
    }

    @Test
    void groupsByAPrimaryKeyLikeABaseTable() throws SQLException {
        assertThat(
                        emitted(
                                "SELECT r.id, r.name, count(l.id) FROM readers r LEFT JOIN loans l"
                                    + " ON l.reader_id = r.id GROUP BY r.id HAVING r.town = 'Ulm'"
                                    + " ORDER BY r.joined",
                                ShopFixture.CLAIMS))
                .isEqualTo(
                        run(
                                "",
                                "SELECT r.id, r.name, count(l.id) FROM (SELECT * FROM shop.readers"
                                    + " WHERE branch = 1) r LEFT JOIN (SELECT * FROM shop.loans"
                                    + " WHERE branch = 1 OR branch IS NULL) l ON l.reader_id = r.id"
                                    + " GROUP BY r.id, r.name, r.town, r.joined HAVING r.town ="
                                    + " 'Ulm' ORDER BY r.joined",
                                List.of()));
    }

    @Test
    void doesNotReachAnOverloadOfAListedFunction() {
        assertThat(catchThrowable(() -> emitted("SELECT lower(id) FROM books", Map.of())))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("pg_catalog.lower(integer) does not exist");
    }

    @Test
    void showsNoRowsWithoutTheClaimOfAFilter() throws SQLException {
        assertThat(emitted("SELECT body FROM loan_notes", Map.of())).isEmpty();
        assertThat(emitted("SELECT body FROM loan_notes", Map.of("user.branch", "2"))).isNotEmpty();
    }

    @Test
    void aConditionNeverRunsOnRowsThatAFilterWithASubQueryHides() throws SQLException {
        Guard fenced = payments();
        String oracle =
                "SELECT 1 FROM payments WHERE id = %1$d AND CASE WHEN amount * 100 <= 29395 THEN 1"
                        + " / (id - %1$d) ELSE 1 END = 1";
        String shown = emitted(fenced, oracle.formatted(1));
        String hidden = emitted(fenced, oracle.formatted(3));
        String absent = emitted(fenced, oracle.formatted(999));

        assertThat(catchThrowable(() -> run("", shown, List.of())))
                .hasMessageContaining("division by zero");
        assertThat(run("", hidden, List.of())).isEmpty();
        assertThat(run("", absent, List.of())).isEmpty();
        assertThat(catchThrowable(() -> run("", hidden.replace(" OFFSET 0", ""), List.of())))
                .as("what the fence prevents")
                .hasMessageContaining("division by zero");
    }

    private static String emitted(Guard guard, String sql) {
        return ((Decision.Allowed) guard.check(sql, Map.of())).query().sql();
    }

    private static Guard payments() {
        Schema schema =
                Schema.of(
                        List.of(
                                table("shop.orders", "id", "tenant_id"),
                                table("shop.payments", "id", "order_id", "amount")));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.payments"),
                ShopFixture.rule(
                        "id, amount",
                        "order_id IN (SELECT id FROM shop.orders WHERE tenant_id = 1)"));
        return Guard.of(ShopFixture.policy(tables), schema);
    }

    private static Schema.Table table(String name, String... columns) {
        List<Schema.Column> list =
                Stream.of(columns).map(column -> new Schema.Column(column, "int4")).toList();
        return new Schema.Table(TableName.parse(name), list, List.of("id"), List.of());
    }

    @Test
    void boundsASeriesWhenTheQueryRuns() {
        for (String series :
                List.of(
                        "1, 2000000000 + 0",
                        "1, '2000000000'",
                        "0 + 0, '2000000000'::text::int8",
                        "1, 1e9",
                        "1, (SELECT 2000000000)",
                        "b.id, 2000000000",
                        "1, b.id * 1000000",
                        "b.id, 1000000000::int8 * b.id, 2")) {
            assertThat(
                            catchThrowable(() ->
                                    emitted(
                                            "SELECT count(*) FROM books b, generate_series("
                                                    + series
                                                    + ") g WHERE b.id = 3",
                                            Map.of())))
                    .as(series)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("division by zero");
        }
    }

    @Test
    void boundsARepetitionWhenTheQueryRuns() throws SQLException {
        assertThat(emitted("SELECT length(repeat('ab', id)) FROM books WHERE id = 3", Map.of()))
                .containsExactly("6|");
        assertThat(
                        catchThrowable(() ->
                                emitted("SELECT repeat('ab', id * 100000) FROM books", Map.of())))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("overflow");
    }
}
