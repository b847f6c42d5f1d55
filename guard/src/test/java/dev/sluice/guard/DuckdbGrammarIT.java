package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine's own parser as the judge of ours: what is emitted has the structure of what came. */
class DuckdbGrammarIT {
    private static final Pattern PLACES = Pattern.compile("\"query_location(_length)?\":\\d+,?");
    private static final Pattern OWN_SCHEMA =
            Pattern.compile("\"(schema|catalog)\":\"(main|system)\"");
    private static final Pattern SPELLING =
            Pattern.compile("\"(is_operator|alias)\":(true|false|\"[^\"]*\"),?");
    private static final Pattern PATHS =
            Pattern.compile("\"qualified_name\":\\{\"path\":\\[[^\\]]*\\]\\},?");
    private static final Pattern COLUMN =
            Pattern.compile("\"column_names\":\\[(?:\"[^\"]*\",)*(\"[^\"]*\")\\]");

    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
    }

    /** The first item of a select list as the engine reads it, without places and schemas. */
    private static String structure(String sql) throws SQLException {
        String quoted = "$judge$" + sql + "$judge$";
        String json =
                DuckdbFixture.rows(
                                connection,
                                "SELECT (json_serialize_sql("
                                        + quoted
                                        + ")->'statements'->0->'node'->'select_list'->0)::varchar",
                                List.of(),
                                1)
                        .getFirst();
        String plain = PLACES.matcher(json).replaceAll("");
        plain = OWN_SCHEMA.matcher(plain).replaceAll("\"$1\":\"\"");
        plain = SPELLING.matcher(plain).replaceAll("");
        plain = PATHS.matcher(plain).replaceAll("");
        Matcher columns = COLUMN.matcher(plain);
        return columns.replaceAll("\"column_names\":[$1]")
                .replaceAll(",}", "}")
                .toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id + price * 2",
                "id - price - 2",
                "id * price + 2 - id",
                "id / price // 2",
                "id % 2 * price",
                "id ** 2 ** 3",
                "id ^ 2 * 3",
                "-id ** 2",
                "- id + price",
                "id || title || 'x'",
                "title || id + 1",
                "id & 3 + 1",
                "id | 3 & 1",
                "id << 1 + 1",
                "id << 1 >> 1",
                "~ id + 1",
                "@ id - 1",
                "id = 1 AND price = 2 OR id = 3",
                "id = 1 OR price = 2 AND id = 3",
                "NOT title LIKE 'x' AND id = 1",
                "id + 1 = price - 1",
                "id < price + 1 IS NULL",
                "id IS NULL = true",
                "id = 1 IS NOT NULL",
                "title LIKE 'a' || 'b'",
                "title ILIKE 'a' || 'b' = true",
                "title GLOB 'a' = true",
                "title ^@ 'a' = true",
                "id BETWEEN 1 AND 2 AND price = 3",
                "id BETWEEN 1 + 1 AND 2 * 2 OR price = 3",
                "id NOT BETWEEN 1 AND 2",
                "id IN (1, 2) = true",
                "id NOT IN (1, 2) AND price = 1",
                "id IN [1, 2] AND price = 1",
                "id IS DISTINCT FROM price + 1",
                "title COLLATE nocase = 'A'",
                "CASE WHEN id = 1 THEN 2 ELSE 3 END + 1",
                "CASE id WHEN 1 THEN 2 END",
                "[1, 2, 3][id]",
                "[id, 2]",
                "{'a': id, 'b': title}",
                "MAP {'a': id}",
                "list_transform([1], lambda x: x + id * 2)",
                "list_filter([1], lambda x, i: x > i AND id = 1)",
                "extract(year FROM make_date(2024, 1, 2))",
                "date_part('year', make_date(2024, 1, 2)) + 1",
                "substring(title FROM 2 FOR 3)",
                "position('a' IN title)",
                "trim(BOTH 'x' FROM title)",
                "count(*)",
                "count(DISTINCT id)",
                "sum(id) FILTER (WHERE price > 1)",
                "(id, title) = (1, 'a')",
                "title[1]",
                "(id + 1) * (price - 1)",
                "coalesce(title, 'x') || 'y'",
                "id != 1",
                "id == 1",
                "title NOT NULL",
                "timestamp '2024-01-01 00:00:00' AT TIME ZONE 'UTC'"
            })
    void readsLikeTheEngine(String expression) throws SQLException {
        Decision decision =
                DuckdbFixture.guard()
                        .check("SELECT " + expression + " FROM books", DuckdbFixture.CLAIMS);

        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        String emitted = ((Decision.Allowed) decision).query().sql();
        assertThat(structure(emitted)).isEqualTo(structure("SELECT " + expression + " FROM books"));
    }
}
