package dev.sluice.guard.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.Guard;
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

/** Amazon Redshift as a variant of PostgreSQL: by its manual, since no engine judges it here. */
class RedshiftTest {
    private static final Dialect DIALECT = Dialect.experimental("redshift").orElseThrow();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TOP 10 a FROM t ORDER BY a | \"a\" FROM \"t\" ORDER BY \"a\" LIMIT 10",
                "TOP (5) top_x FROM t | \"top_x\" FROM \"t\" LIMIT 5",
                "DISTINCT TOP 3 a FROM t | DISTINCT \"a\" FROM \"t\" LIMIT 3",
                "DATEADD(day, 1, a) | dateadd('day', 1, \"a\")",
                "DATEDIFF('month', a, b) | datediff('month', \"a\", \"b\")",
                "DATE_PART(dow, a) | date_part('dow', \"a\")",
                "date_part(day) | date_part(\"day\")",
                "CONVERT(INTEGER, a) | CAST(\"a\" AS integer)",
                "a::SUPER | CAST(\"a\" AS super)",
                "CAST(a AS VARCHAR(MAX)) | CAST(\"a\" AS varchar(65535))",
                "APPROXIMATE COUNT(DISTINCT a) | count(DISTINCT \"a\")",
                "approximate, sysdate | \"approximate\", SYSDATE",
                "NVL(a, b), ARRAY(1, 2), ARRAY(SELECT 1) | nvl(\"a\", \"b\"), array(1, 2),"
                        + " ARRAY(SELECT 1)",
                "a.b.c[0].d | ((\"a\".\"b\".\"c\")[0]).\"d\"",
                "a ILIKE 'x%' AND b SIMILAR TO 'y' | ((\"a\" ILIKE 'x%') AND (\"b\" SIMILAR TO"
                        + " 'y'))",
                "json, json_array FROM t | \"json\", \"json_array\" FROM \"t\"",
            })
    void readsAndWrites(String written, String expected) {
        Query query = Parser.query("SELECT " + written, DIALECT);
        String text = Emitter.write(query, Style.DATABASE, DIALECT).sql();

        assertThat(text).endsWith(expected);
        assertThat(Parser.emitted(text, DIALECT, List.of()).query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, row_number() OVER (ORDER BY b) AS n FROM t QUALIFY n = 1",
                "SELECT * EXCLUDE (a) FROM t",
                "SELECT lag(a) IGNORE NULLS OVER (ORDER BY b) FROM t",
                "SELECT * FROM (SELECT a, b FROM t) PIVOT (sum(a) FOR b IN ('x', 'y'))",
            })
    void readsWhatItSharesWithOtherWarehouses(String sql) {
        assertThat(Parser.query(sql, DIALECT)).isNotNull();
    }

    @Test
    void readsMinusAsExcept() {
        Query minus = Parser.query("(SELECT a FROM t) MINUS SELECT b FROM u", DIALECT);

        assertThat(minus)
                .isEqualTo(Parser.query("SELECT a FROM t EXCEPT SELECT b FROM u", DIALECT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "LITERAL_NOT_ALLOWED | SELECT 'a\\', b FROM t --'",
                "OPERATOR_NOT_ALLOW_LISTED | SELECT a.x FROM a, b WHERE a.y = b.y (+)",
                "TABLE_NOT_ALLOW_LISTED | SELECT * FROM #scratch",
                "FUNCTION_NOT_ALLOW_LISTED | SELECT v FROM c, UNPIVOT c.orders AS v AT k",
                "DDL_FORBIDDEN | SELECT * INTO #copy FROM t",
                "STATEMENT_FORBIDDEN | UNLOAD ('SELECT * FROM t') TO 's3://bucket'",
                "STATEMENT_FORBIDDEN | COPY t FROM 's3://bucket'",
                "SYNTAX_ERROR | SELECT a -> 'b' FROM t LIMIT 1 + 1",
            })
    void refuses(ReasonCode code, String sql) {
        assertThat(catchThrowableOfType(Refusal.class, () -> Parser.query(sql, DIALECT)).code())
                .isEqualTo(code);
    }

    @Test
    void takesNoPolicyUntilAnEngineHasJudgedIt() {
        assertThat(Dialect.named("redshift")).isEmpty();
        assertThat(Guard.dialects()).doesNotContain("redshift");
    }

    @Test
    void listsNoOperatorOfTypesThatItDoesNotHave() {
        assertThat(DIALECT.operators()).doesNotContain("->", "@>", "&&").contains("||", "~*");
        assertThat(DIALECT.types()).containsKey("super").doesNotContainKeys("jsonb", "inet");
        assertThat(DIALECT.functions()).containsKey("listagg").doesNotContainKey("jsonb_agg");
    }
}
