package dev.sluice.guard.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.refusal.Refusal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single engines have in their grammar: read as they mean it, or refused with a reason. */
class EngineFormsTest {

    private static String written(String dialect, String sql) {
        Dialect named = Dialect.named(dialect).orElseThrow();
        return Emitter.write(Parser.query(sql, named), Style.DATABASE, named).sql();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "mysql | SELECT {d '2024-01-31'} AS a | SELECT DATE '2024-01-31' AS `a`",
                "mysql | SELECT {fn UPPER('a')} AS b | SELECT UPPER('a') AS `b`",
                "mysql | SELECT 5x FROM 2024_loans | SELECT `5x` FROM `2024_loans`",
                "mysql | TABLE t LIMIT 2 | SELECT * FROM `t` LIMIT 2",
                "mysql | SELECT a FROM {oj t JOIN s} | SELECT `a` FROM `t` CROSS JOIN `s`",
                "mysql | SELECT nth_value(a, 2) FROM FIRST RESPECT NULLS OVER () AS b"
                        + " | SELECT nth_value(`a`, 2) OVER () AS `b`",
                "mysql | (SELECT 1 AS a LIMIT 3) LIMIT 2 | (SELECT 1 AS `a` LIMIT 3) LIMIT 2",
                "duckdb | SELECT a, b, FROM t GROUP BY a, b,"
                        + " | SELECT \"a\", \"b\" FROM \"t\" GROUP BY \"a\", \"b\"",
                "duckdb | SELECT a NOT GLOB 'x*' | SELECT (NOT (\"a\" ~~~ 'x*'))",
                "duckdb | WITH 'x' AS (SELECT 1) FROM x AS 'y'"
                        + " | WITH \"x\" AS (SELECT 1) SELECT * FROM \"x\" AS \"y\"",
                "duckdb | FROM VALUES (1) t(a) | SELECT * FROM (VALUES (1)) AS \"t\"(\"a\")",
                "trino | SELECT JSON_VALUE(j, 'lax $.a' RETURNING bigint DEFAULT 1 ON EMPTY)"
                        + " | SELECT JSON_VALUE(\"j\", 'lax $.a' RETURNING bigint"
                        + " DEFAULT 1 ON EMPTY)",
                "trino | SELECT JSON_EXISTS(j, 'lax $?(@ > $X)' PASSING 1 AS x)"
                        + " | SELECT JSON_EXISTS(\"j\", 'lax $?(@ > $X)' PASSING 1 AS \"X\")",
                "trino | SELECT JSON_OBJECT(KEY 'a' VALUE 1) | SELECT JSON_OBJECT('a' : 1)",
                "trino | SELECT f(a)[1].b | SELECT ((f(\"a\"))[1]).\"b\"",
                "trino | SELECT 1 LIMIT ALL | SELECT 1",
                "trino | (SELECT a FROM t ORDER BY a LIMIT 3) ORDER BY a DESC"
                        + " | (SELECT \"a\" FROM \"t\" ORDER BY \"a\" LIMIT 3) ORDER BY \"a\" DESC",
            })
    void readsWhatTheEngineHas(String dialect, String sql, String emitted) {
        String text = written(dialect, sql);

        assertThat(text).isEqualTo(emitted);
        assertThat(Parser.emitted(text, Dialect.named(dialect).orElseThrow(), List.of()).query())
                .isEqualTo(Parser.query(sql, Dialect.named(dialect).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "postgresql | LITERAL_NOT_ALLOWED | SELECT $1",
                "postgresql | LITERAL_NOT_ALLOWED | SELECT current_time(7)",
                "mysql | LITERAL_NOT_ALLOWED | SELECT ?",
                "mysql | LITERAL_NOT_ALLOWED | SELECT _ucs2 0x0061",
                "mysql | LITERAL_NOT_ALLOWED | SELECT 'a\\0b'",
                "mysql | LITERAL_NOT_ALLOWED | SELECT 1 AS ''",
                "mysql | LITERAL_NOT_ALLOWED | SELECT group_concat(a SEPARATOR b) FROM t",
                "mysql | SYNTAX_ERROR | SELECT 1e1from t",
                "mysql | SYNTAX_ERROR | SELECT 1ea FROM t",
                "mysql | SYNTAX_ERROR | SELECT 0xz FROM t",
                "mysql | STATEMENT_FORBIDDEN | SELECT a FROM t PARTITION (p0) AS x",
                "mysql | STATEMENT_FORBIDDEN | SELECT a FROM t FOR SYSTEM_TIME ALL",
                "mysql | STATEMENT_FORBIDDEN | SELECT a FROM t LIMIT ROWS EXAMINED 5",
                "mysql | STATEMENT_FORBIDDEN | SELECT a FROM t LIMIT 1, 2 ROWS EXAMINED 5",
                "mysql | STATEMENT_FORBIDDEN | SELECT a FROM t GROUP BY a DESC",
                "mysql | STATEMENT_FORBIDDEN | SELECT group_concat(a ORDER BY b LIMIT 2) FROM t",
                "mysql | STATEMENT_FORBIDDEN"
                        + " | WITH RECURSIVE c AS (SELECT 1 AS a) CYCLE a RESTRICT SELECT a FROM c",
                "mysql | FUNCTION_NOT_ALLOW_LISTED | SELECT column_get(a, 'b' AS CHAR)",
                "mysql | FUNCTION_NOT_ALLOW_LISTED | SELECT json_value(a, '$.b' RETURNING SIGNED)",
                "mysql | FUNCTION_NOT_ALLOW_LISTED | SELECT DEFAULT(a) FROM t",
                "mysql | TYPE_NOT_ALLOW_LISTED | SELECT CAST(a AS CHAR(2) CHARSET utf8 BINARY)",
                "duckdb | LITERAL_NOT_ALLOWED | SELECT $name",
                "duckdb | COLUMN_NOT_ALLOW_LISTED | SELECT #1 FROM t",
                "duckdb | OPERATOR_NOT_ALLOW_LISTED | SELECT 5 !",
                "duckdb | STATEMENT_FORBIDDEN | SELECT a FROM t AT (VERSION => 3)",
                "duckdb | STATEMENT_FORBIDDEN | SELECT a FROM (SELECT 1 AS a) x TABLESAMPLE 10%",
                "duckdb | STATEMENT_FORBIDDEN | SELECT * LIKE 'a%' FROM t",
                "duckdb | STATEMENT_FORBIDDEN | SELECT COLUMNS(c -> c LIKE 'a%') FROM t",
                "duckdb | STATEMENT_FORBIDDEN | PIVOT t ON a USING sum(b)",
                "duckdb | STATEMENT_FORBIDDEN"
                        + " | UNPIVOT t ON (a, b) AS x, (c, d) AS y INTO NAME n VALUE v, w",
                "trino | STATEMENT_FORBIDDEN | WITH SESSION a = 1 SELECT 1",
                "trino | STATEMENT_FORBIDDEN | SELECT listagg(a, ',' ON OVERFLOW ERROR)"
                        + " WITHIN GROUP (ORDER BY a) FROM t",
                "trino | STATEMENT_FORBIDDEN | SELECT x.* AS (a, b) FROM x",
                "trino | STATEMENT_FORBIDDEN | SELECT (ROW(1, 2)).* AS (a, b)",
                "trino | FUNCTION_NOT_ALLOW_LISTED | SELECT RUNNING last(x) FROM t",
                "trino | STATEMENT_FORBIDDEN | SELECT a FROM t GROUP BY AUTO",
                "trino | STATEMENT_FORBIDDEN | SELECT last(a) OVER (ORDER BY a MEASURES b AS c"
                        + " ROWS BETWEEN CURRENT ROW AND 5 FOLLOWING PATTERN (b) DEFINE b AS true)",
            })
    void refusesWithAReason(String dialect, ReasonCode code, String sql) {
        assertThatThrownBy(() -> Parser.query(sql, Dialect.named(dialect).orElseThrow()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
