package dev.sluice.guard.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Query;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    private static final Dialect DIALECT = Dialect.named("postgresql").orElseThrow();

    private static String written(String sql) {
        return Emitter.write(Parser.query(sql, DIALECT), Style.DATABASE, DIALECT).sql();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3 | (1 + (2 * 3))",
                "1 - 2 - 3 | (1 - 2 - 3)",
                "(1 - 2) - 3 | ((1 - 2) - 3)",
                "-2 ^ 2 | ((- 2) ^ 2)",
                "2 ^ 3 ^ 2 | (2 ^ 3 ^ 2)",
                "a -> 'b' + 1 | (\"a\" -> ('b' + 1))",
                "a ~ b + c ~ d | (\"a\" ~ (\"b\" + \"c\") ~ \"d\")",
                "NOT a = b | (NOT (\"a\" = \"b\"))",
                "NOT a AND b OR c | (((NOT \"a\") AND \"b\") OR \"c\")",
                "a = b IS NULL | ((\"a\" = \"b\") IS NULL)",
                "a < b = c | !",
                "a IS NULL IS NULL | ((\"a\" IS NULL) IS NULL)",
                "a IN (1) IN (2) | ((\"a\" IN (1)) IN (2))",
                "a = ANY (b) = c | ((\"a\" = ANY (\"b\")) = \"c\")",
                "a LIKE b IN (1) | !",
                "a IS DISTINCT FROM b IS NULL | !",
                "a IS NULL::text | CAST((\"a\" IS NULL) AS \"text\")",
                "OPERATOR(pg_catalog.-) a + b | (- (\"a\" + \"b\"))",
                "a AT LOCAL | \"timezone\"(\"a\")",
                "char 'abc' | CAST('abc' AS \"bpchar\")",
                "bit '101' | CAST('101' AS \"bit\")",
                "numeric(3, 1) '1.5' | CAST('1.5' AS \"numeric\"(3, 1))",
                "a[1].b.c | (((\"a\")[1]).\"b\").\"c\"",
                "EXISTS (SELECT) | EXISTS (SELECT)",
                "a BETWEEN 1 + 1 AND 2 AND b | ((\"a\" BETWEEN (1 + 1) AND 2) AND \"b\")",
                "a IN (1) = true | ((\"a\" IN (1)) = TRUE)",
                "a LIKE 'x' -> 'y' | (\"a\" LIKE ('x' -> 'y'))",
                "~ 1 & 2 | ((~ 1) & 2)",
                "~ 1 + 2 | (~ (1 + 2))",
                "- a::int | (- CAST(\"a\" AS \"int\"))",
                "a AT TIME ZONE 'x' + b | ((\"a\" AT TIME ZONE 'x') + \"b\")",
                "a COLLATE \"C\" < b | ((\"a\" COLLATE \"C\") < \"b\")",
                "a OPERATOR(pg_catalog.*) b + c | (\"a\" * (\"b\" + \"c\"))",
                "(a, b) = (c, d) | (ROW(\"a\", \"b\") = ROW(\"c\", \"d\"))",
                "a[1][2:3][:] | (\"a\")[1][2 : 3][ : ]",
                "CASE a WHEN 1 THEN 2 END | CASE \"a\" WHEN 1 THEN 2 END",
                "f(DISTINCT a ORDER BY b) | \"f\"(DISTINCT \"a\" ORDER BY \"b\")",
                "timestamp | \"timestamp\"",
                "interval '1' day | CAST('1' AS interval day)",
                "x NOTNULL | (\"x\" IS NOT NULL)",
                "a IS DISTINCT FROM b AND c | ((\"a\" IS DISTINCT FROM \"b\") AND \"c\")",
                "((SELECT 1)) | (SELECT 1)",
                "((SELECT 1) UNION (SELECT 2)) | ((SELECT 1) UNION (SELECT 2))",
                "((SELECT 1) + 1) | ((SELECT 1) + 1)",
                "a IN ((SELECT 1)) | (\"a\" IN (SELECT 1))",
                "a IN ((SELECT 1), 2) | (\"a\" IN ((SELECT 1), 2))",
            })
    void bindsOperatorsLikeTheDatabase(String expression, String expected) {
        if (expected.equals("!")) {
            assertThatThrownBy(() -> written("SELECT " + expression)).isInstanceOf(Refusal.class);
        } else {
            assertThat(written("SELECT " + expression)).isEqualTo("SELECT " + expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4",
                "(SELECT 1 ORDER BY 1) UNION ALL (VALUES (1), (2)) LIMIT 3 OFFSET 1",
                "SELECT * FROM ((SELECT 1) UNION (SELECT 2)) t, LATERAL (SELECT 3) u",
                "SELECT * FROM a JOIN b JOIN c ON true ON true, (d CROSS JOIN e) AS f(x)",
                "SELECT * FROM ((a JOIN b USING (x) AS y) LEFT JOIN c ON true) NATURAL JOIN d",
                "WITH RECURSIVE a(x) AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a",
                "SELECT sum(a) OVER (w PARTITION BY b ROWS BETWEEN 1 PRECEDING AND UNBOUNDED"
                    + " FOLLOWING EXCLUDE TIES) FROM t WINDOW w AS (ORDER BY c DESC NULLS LAST)",
                "SELECT FROM ONLY a.b AS c WHERE EXISTS (SELECT FROM d)",
                "SELECT 1 FETCH FIRST 2 ROWS WITH TIES",
                "SELECT * FROM ROWS FROM (f(1) AS (a int), g()) WITH ORDINALITY AS t(x, y)",
            })
    void readsWhatItWrites(String sql) {
        Query first = Parser.query(sql, DIALECT);
        String text = Emitter.write(first, Style.DATABASE, DIALECT).sql();

        assertThat(Parser.emitted(text, DIALECT, List.of()).query()).isEqualTo(first);
    }

    @Test
    void wordsAreNamesOnlyWhereTheDatabaseTakesThem() {
        assertThat(written("SELECT value, type, rows FROM data partition"))
                .isEqualTo("SELECT \"value\", \"type\", \"rows\" FROM \"data\" AS \"partition\"");
        assertThat(written("SELECT a AS select, b \"from\"")).contains("AS \"select\"");
        assertThatThrownBy(() -> written("SELECT a year FROM t")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> written("SELECT user.a FROM t")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> written("SELECT 1 FROM left")).isInstanceOf(Refusal.class);
    }
}
