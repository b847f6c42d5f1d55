package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.guard.tree.Query;
import java.io.IOException;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the guard emits, run on MariaDB in any mode and among look-alikes. */
class MariaIT {
    private static MariaServer server;

    private final Guard mysql = MysqlFixture.guard("mysql");

    @BeforeAll
    static void start() throws IOException, SQLException, InterruptedException {
        server = MariaServer.start();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(CorpusFile.fixture("mysql"));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /** In a session whose modes change what texts mean, and in the database of the look-alikes. */
    private static List<String> emitted(Guard guard, String sql, Map<String, String> claims)
            throws SQLException {
        GuardedQuery query = ((Decision.Allowed) guard.check(sql, claims)).query();
        List<String> parameters =
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
        List<String> plain = run("shop", query.sql(), parameters);
        try (Connection connection = server.connect("shop");
                Statement mode = connection.createStatement()) {
            mode.execute("SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES'");
            assertThat(ResultRows.of(connection, query.sql(), parameters, JDBCType.VARCHAR))
                    .isEqualTo(plain);
        }
        return plain;
    }

    private static List<String> run(String database, String sql, List<String> parameters)
            throws SQLException {
        try (Connection connection = server.connect(database)) {
            return ResultRows.of(connection, sql, parameters, JDBCType.VARCHAR);
        }
    }

    @Test
    void doesNotReachAStoredFunctionOfABuiltInName() throws SQLException {
        assertThat(run("shop", "SELECT shop.lower(2), `count`(2)", List.of()))
                .as("what the stored functions would give")
                .containsExactly("note 2|note 2|");
        assertThat(
                        emitted(
                                mysql,
                                "SELECT LOWER (id), `lower`(id), `count`(id) FROM books WHERE id ="
                                        + " 2",
                                Map.of()))
                .containsExactly("2|2|1|");
    }

    @Test
    void showsNoRowsWithoutTheClaimOfAFilter() throws SQLException {
        assertThat(emitted(mysql, "SELECT body FROM loan_notes", Map.of())).isEmpty();
        assertThat(emitted(mysql, "SELECT body FROM loan_notes", Map.of("user.branch", "2")))
                .isNotEmpty();
    }

    @Test
    void aConditionNeverRunsOnRowsThatAFilterHides() throws SQLException {
        // Reader 1 is hidden: reading it by its key comes before every filter.
        String oracle =
                "SELECT 1 FROM readers WHERE id = %d AND exp(CASE WHEN name = 'Reader %d' THEN"
                        + " 1000 ELSE 1 END) > 0";
        String hidden = sql(oracle.formatted(1, 1));

        assertThat(run("shop", hidden, List.of())).isEmpty();
        assertThat(run("shop", sql(oracle.formatted(99, 99)), List.of())).isEmpty();
        assertThat(
                        catchThrowable(() ->
                                run(
                                        "shop",
                                        hidden.replace(" LIMIT " + Query.Limit.ALL, ""),
                                        List.of())))
                .as("what the fence prevents")
                .hasMessageContaining("out of range");
    }

    private String sql(String text) {
        return ((Decision.Allowed) mysql.check(text, Map.of())).query().sql();
    }

    @Test
    void boundsARepetitionWhenTheQueryRuns() throws SQLException {
        assertThat(
                        emitted(
                                mysql,
                                "SELECT length(repeat('ab', id * 100000)), length(space(id * 1e9)),"
                                        + " length(rpad('a', id * 99999, 'b')) FROM books WHERE id"
                                        + " = 3",
                                Map.of()))
                .containsExactly("19998|9999|9999|");
    }

    @Test
    void runsRowsAndColumnNamesThatTheDatabaseCannotWrite() throws SQLException {
        assertThat(
                        emitted(
                                mysql,
                                "SELECT t.b, t.a FROM (VALUES ROW(1, 'x'), ROW(2, 'y')) AS t (a,"
                                        + " b) ORDER BY t.a DESC",
                                Map.of()))
                .containsExactly("y|2|", "x|1|");
    }

    @Test
    void runsPathsByArrows() throws SQLException {
        assertThat(
                        emitted(
                                mysql,
                                "SELECT likes->>'$.home.zip' FROM readers WHERE likes->'$.tea' = 2"
                                        + " AND id < 5",
                                Map.of()))
                .containsExactly("00074|");
    }
}
