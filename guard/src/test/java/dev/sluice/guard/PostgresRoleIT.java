package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the guard emits, run by a role that may read the exposed columns and those of row filters
 * and nothing else, with the settings that a connector makes: the database's own privileges are a
 * second opinion on every decision.
 */
class PostgresRoleIT {
    private static final String DENIED = "42501";

    /** What a search path could lead to: closer to the arguments than anything in the catalogue. */
    private static final String TRAPS =
            """
            CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT ''trap''';
            CREATE FUNCTION public.trap(text, varchar) RETURNS text LANGUAGE sql AS 'SELECT ''trap''';
            CREATE OPERATOR public.|| (LEFTARG = text, RIGHTARG = varchar, FUNCTION = public.trap);
            CREATE FUNCTION public.never(text, varchar) RETURNS bool LANGUAGE sql AS 'SELECT false';
            CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = varchar, FUNCTION = public.never);
            CREATE OPERATOR public.~~ (LEFTARG = text, RIGHTARG = varchar, FUNCTION = public.never);
            CREATE FUNCTION public.timezone(text, timestamp) RETURNS text LANGUAGE sql
              AS 'SELECT ''trap''';
            CREATE DOMAIN public.int4 AS text;
            """;

    private static EmbeddedPostgres postgres;
    private static Connection connection;

    private final Guard guard = ShopFixture.guard();

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        try (Connection owner = postgres.getPostgresDatabase().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(CorpusFile.fixture("postgresql"));
            statement.execute(TRAPS);
            statement.execute("CREATE ROLE agent LOGIN; GRANT USAGE ON SCHEMA shop TO agent");
            for (String grant : grants()) {
                statement.execute(grant);
            }
        }
        connection = postgres.getDatabase("agent", "postgres").getConnection();
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        connection.close();
        postgres.close();
    }

    /** Per table, its exposed columns and those that a row filter names. */
    private static List<String> grants() {
        List<String> grants = new ArrayList<>();
        for (Map.Entry<TableName, Policy.TableRule> table :
                ShopFixture.policy().tables().entrySet()) {
            String filters = String.join(" ", table.getValue().rowFilters());
            String columns =
                    ShopFixture.schema().tables().get(table.getKey()).columns().stream()
                            .map(Schema.Column::name)
                            .filter(column ->
                                    table.getValue().exposedColumns().contains(column)
                                            || filters.matches(".*\\b" + column + "\\b.*"))
                            .map(column -> '"' + column + '"')
                            .collect(Collectors.joining(", "));
            grants.add(
                    "GRANT SELECT (%s) ON \"%s\".\"%s\" TO agent"
                            .formatted(columns, table.getKey().schema(), table.getKey().name()));
        }
        return grants;
    }

    static List<CorpusFile.Case> allowed() {
        return CorpusFile.analytics("postgresql");
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void needsNoMoreThanTheColumnsOfThePolicy(CorpusFile.Case allowed) throws SQLException {
        Decision decision = guard.check(allowed.sql(), ShopFixture.CLAIMS);

        run("", ((Decision.Allowed) decision).query());
    }

    @Test
    void theRoleIsHeldToThoseColumns() {
        for (String hidden :
                List.of(
                        "SELECT secret_note FROM shop.readers",
                        "SELECT * FROM shop.readers",
                        "SELECT r FROM shop.readers r",
                        "SELECT pay FROM shop.staff")) {
            assertThat(
                            catchThrowableOfType(
                                            SQLException.class, () -> run("", hidden, List.of()))
                                    .getSQLState())
                    .as(hidden)
                    .isEqualTo(DENIED);
        }
    }

    @Test
    void noOverloadOfAFunctionOrTypeTakesItsPlaceWhateverTheSearchPath() throws SQLException {
        String sql =
                "SELECT lower(CAST('X' AS varchar)), timezone('UTC', timestamp '2024-01-01')"
                        + " IS NULL, CAST('1' AS int) + 1";

        assertThat(run("public", sql, List.of()).getFirst()).startsWith("trap|");
        assertThat(run("public", emitted(sql))).containsExactly("x|f|2|");
        assertThat(run("public, pg_catalog", emitted(sql))).containsExactly("x|f|2|");
    }

    @Test
    void noOperatorOfAnotherSchemaTakesItsPlaceWithTheConnectorsSearchPath() throws SQLException {
        String sql =
                "SELECT 'a'::text || 'b'::varchar, 'a'::text = 'a'::varchar, 'a'::text IN"
                    + " ('a'::varchar), 'a'::text LIKE 'a'::varchar, 'a'::text = ANY"
                    + " (ARRAY['a'::varchar]), CASE 'a'::text WHEN 'a'::varchar THEN 1 END,"
                    + " NULLIF('a'::text, 'a'::varchar), 'a'::text IS DISTINCT FROM 'a'::varchar";

        assertThat(run("public", sql, List.of())).containsExactly("trap|f|f|f|f|null|a|t|");
        assertThat(run("", emitted(sql))).containsExactly("ab|t|t|t|t|1|null|f|");
    }

    private GuardedQuery emitted(String sql) {
        return ((Decision.Allowed) guard.check(sql, Map.of())).query();
    }

    private static List<String> run(String path, GuardedQuery query) throws SQLException {
        return run(
                path,
                query.sql(),
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList());
    }

    private static List<String> run(String path, String sql, List<String> parameters)
            throws SQLException {
        try (Statement settings = connection.createStatement()) {
            settings.execute(
                    "SET LOCAL search_path = %s; SET TRANSACTION READ ONLY"
                            .formatted(path.isEmpty() ? "''" : path));
            return ResultRows.of(connection, sql, parameters, JDBCType.OTHER);
        } finally {
            connection.rollback();
        }
    }
}
