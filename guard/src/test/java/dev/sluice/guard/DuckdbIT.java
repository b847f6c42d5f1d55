package dev.sluice.guard;

import static dev.sluice.guard.DuckdbFixture.execute;
import static dev.sluice.guard.DuckdbFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real DuckDB makes of what the guard emits. */
class DuckdbIT {
    private static final int ROWS_MAX = ShopFixture.LIMITS.maxRows() + 1;

    /** Bound by the types of what stands before them, and so by their plain names. */
    private static final List<String> BOUND_BY_TYPE =
            List.of("array_extract", "json_extract", "map_extract_value", "struct_extract");

    private static final Guard GUARD = DuckdbFixture.guard();

    private static Connection twin;
    private static Connection shop;

    @BeforeAll
    static void start() throws SQLException {
        twin = DuckdbFixture.open();
        execute(twin, "USE twin");
        shop = DuckdbFixture.open();
        execute(shop, "USE shop");
        replaceFunctions();
    }

    @AfterAll
    static void stop() throws SQLException {
        twin.close();
        shop.close();
    }

    /**
     * A macro in the place of everything that is called something, where it would be found first.
     */
    private static void replaceFunctions() throws SQLException {
        List<String> names =
                rows(
                        shop,
                        "SELECT DISTINCT function_name FROM duckdb_functions() WHERE internal AND"
                                + " function_type IN ('scalar', 'aggregate', 'macro', 'window')",
                        List.of(),
                        10_000);
        for (String name : names) {
            if (BOUND_BY_TYPE.contains(name)) {
                continue;
            }
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            execute(
                    shop,
                    "CREATE OR REPLACE MACRO shop."
                            + quoted
                            + "() AS 'replaced', (a) AS 'replaced', (a, b) AS 'replaced',"
                            + " (a, b, c) AS 'replaced', (a, b, c, d) AS 'replaced'");
        }
    }

    private static GuardedQuery allowed(Guard guard, String sql) {
        Decision decision = guard.check(sql, DuckdbFixture.CLAIMS);
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query();
    }

    private static List<String> governed(String sql) throws SQLException {
        GuardedQuery query = allowed(GUARD, sql);
        List<String> values =
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
        return rows(shop, query.sql(), values, ROWS_MAX);
    }

    static List<CorpusFile.Case> analytics() {
        return CorpusFile.analytics("duckdb");
    }

    @Test
    void theReplacementsAreWhatPlainNamesWouldMean() throws SQLException {
        assertThat(rows(shop, "SELECT upper('a'), 1 + 2, 'a' || 'b'", List.of(), 1))
                .containsExactly("replaced | replaced | replaced");
    }

    @ParameterizedTest
    @MethodSource("analytics")
    void answersLikeTheGovernedTwin(CorpusFile.Case allowed) throws SQLException {
        List<String> expected = rows(twin, allowed.sql(), List.of(), ROWS_MAX);
        List<String> actual = governed(allowed.sql());

        if (allowed.sql().toLowerCase(Locale.ROOT).contains("order by")) {
            assertThat(actual).isEqualTo(expected);
        } else {
            assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT i FROM range(1000) t(i)",
                "SELECT i FROM range(1000) t(i) LIMIT 900",
                "SELECT i FROM range(1000) t(i) LIMIT 90%",
                "SELECT i FROM range(1000) t(i) LIMIT 90 PERCENT",
                "SELECT i FROM range(1000) t(i) LIMIT (SELECT 900)",
                "SELECT i FROM range(1000) t(i) LIMIT ALL",
                "SELECT i FROM range(1000) t(i) LIMIT NULL",
                "SELECT i FROM range(1000) t(i) FETCH FIRST 900 ROWS ONLY",
                "FROM range(1000) t(i) OFFSET 3",
                "SELECT unnest(range(1000))",
                "(SELECT i FROM range(1000) t(i) LIMIT 900)",
                "SELECT 1 FROM range(600) UNION ALL SELECT 2 FROM range(600) LIMIT 1000"
            })
    void holdsEveryQueryToTheLimit(String sql) throws SQLException {
        GuardedQuery query = allowed(GUARD, sql);

        assertThat(rows(shop, query.sql(), List.of(), 10_000)).hasSize(ROWS_MAX);
    }

    @Test
    void hiddenRowsNeverMeetAConditionThatFails() throws SQLException {
        try (Connection plain = DuckdbFixture.open()) {
            execute(
                    plain,
                    "CREATE TABLE shop.tickets AS SELECT i AS id, CASE WHEN i % 2 = 0 THEN"
                            + " 'Secret' ELSE i::varchar END AS note FROM range(300000) t(i)");
            GuardedQuery query =
                    allowed(
                            DuckdbFixture.guard(
                                    "shop.tickets",
                                    "id INTEGER; note VARCHAR",
                                    "id IN (SELECT id * 2 + 1 FROM shop.tickets)"),
                            "SELECT count(*) FROM tickets WHERE note::int > 5");

            assertThat(rows(plain, query.sql(), List.of(), ROWS_MAX)).containsExactly("149997");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM tickets WHERE note = 5",
                "SELECT id FROM tickets WHERE note IN (5, 6)",
                "SELECT id FROM tickets WHERE note = 1.5",
                "SELECT id FROM tickets WHERE note = (SELECT 5)",
                "SELECT id FROM tickets WHERE note IS DISTINCT FROM 5",
                "SELECT id FROM tickets WHERE nullif(note, 5) IS NULL",
                "SELECT id FROM tickets WHERE CASE note WHEN 5 THEN true END",
                "SELECT t.id FROM tickets t JOIN (SELECT 5 AS note) n USING (note)",
                "SELECT t.id FROM tickets t SEMI JOIN (SELECT 5 AS note) n USING (note)",
                "SELECT id, note AS n FROM tickets WHERE n = 5",
                "SELECT id FROM tickets WHERE id + note::int > 5",
                "SELECT id FROM tickets WHERE note[1]::int > 5",
                "SELECT id FROM tickets WHERE list_transform([note], x -> x::int)[1] > 5",
                "SELECT id FROM tickets QUALIFY note = 5"
            })
    void whatMayFailOnAHiddenRowStandsBehindAFence(String sql) {
        Guard guard =
                DuckdbFixture.guard("shop.tickets", "id INTEGER; note VARCHAR", "id IN (SELECT 1)");

        assertThat(allowed(guard, sql).sql()).contains("LIMIT 9223372036854775807) AS");
    }
}
