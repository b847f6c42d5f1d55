package dev.sluice.guard.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.lexical.LastLook.Finding;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastLookTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM t",
                "delete from t",
                "WITH d AS (DeLeTe FROM t RETURNING 1) SELECT * FROM d",
                "SELECT * INTO copy FROM t",
                "SELECT 1 FROM t FOR UPDATE",
                "SELECT 1 FROM t LOCK IN SHARE MODE",
                "SELECT 1 INTO OUTFILE '/tmp/x'",
                "INSERT INTO t (a) VALUES (1)",
                "REPLACE INTO t VALUES (1)",
                "TRUNCATE TABLE t",
                "TRUNCATE t",
                "EXPLAIN ANALYZE SELECT 1",
                "COPY t TO PROGRAM 'cat'",
                "DO 'BEGIN END'",
                "SELECT 1; SELECT 2",
                "SELECT 1;",
                "SELECT 1 -- and more",
                "SELECT 1 /* and more */",
                "SELECT $$a$$",
                "SELECT $tag$a$tag$",
                "SELECT 'open",
                "SELECT \"open",
                "SELECT 'it''s' DROP",
                "SELECT E'\\'' DROP",
                "ATTACH 'x' AS y",
                "SELECT 1\0"
            })
    void findsWhatDoesMoreThanRead(String sql) {
        assertThat(LastLook.at(sql, Quotes.STANDARD)).as(sql).isPresent();
        assertThat(LastLook.at(sql, Quotes.BACKTICKS)).as(sql).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT \"pg_catalog\".\"replace\"(\"name\", 'a', 'b') FROM \"shop\".\"t\"",
                "SELECT replace(name, 'a', 'b'), INSERT (x, 1, 2, 'y'), truncate(1.5, 1)",
                "SELECT 'delete', 'it''s; DROP TABLE x -- /*', \"update\" FROM \"drop\"",
                "SELECT \"a\"\"; DROP\", 'a''; DROP'",
                "SELECT updated_at, created, dropped, settings, into_x, x_into, selecté_update",
                "SELECT 1 - -1, 2 * 3 / 4, $1, ?, ??",
                "SELECT E'\\'; DROP', 'back\\slash'",
                "SELECT a FROM t SEARCH DEPTH FIRST BY a SET o CYCLE a SET c USING p",
                "SELECT 1 FETCH FIRST 3 ROWS WITH TIES"
            })
    void letsHonestQueriesThrough(String sql) {
        assertThat(LastLook.at(sql, Quotes.STANDARD)).as(sql).isEmpty();
    }

    @Test
    void saysWhatAndWhere() {
        assertThat(LastLook.at("SELECT 'x' FROM t FOR Update", Quotes.STANDARD))
                .contains(new Finding("Update", 22));
    }

    @Test
    void readsTheQuotesOfMySql() {
        assertThat(
                        LastLook.at(
                                "SELECT `update`, \"drop\", 'delete' FROM `a``; DROP`",
                                Quotes.BACKTICKS))
                .isEmpty();
        assertThat(LastLook.at("SELECT 1 # and more", Quotes.BACKTICKS)).isPresent();
        assertThat(LastLook.at("SELECT 1 # 2", Quotes.STANDARD)).isEmpty();
        assertThat(LastLook.at("SELECT `open", Quotes.BACKTICKS)).isPresent();
        assertThat(Quotes.of("mysql")).isEqualTo(Quotes.BACKTICKS);
        assertThat(Quotes.of("duckdb")).isEqualTo(Quotes.STANDARD);
    }

    @Test
    void trustsNeitherReadingOfABackslash() {
        // One reading sees a text that ends before DROP, the other one that ends after it.
        assertThat(LastLook.at("SELECT '\\' DROP TABLE t -- '", Quotes.STANDARD)).isPresent();
        assertThat(LastLook.at("SELECT 'a\\'' DROP '", Quotes.BACKTICKS)).isPresent();
        assertThat(LastLook.at("SELECT 'a\\\\' FROM t", Quotes.BACKTICKS)).isEmpty();
    }

    @Test
    void takesLinearTime() {
        for (String unit : new String[] {"'", "a ", "delet ", "\"\"", "\\", "(", "''"}) {
            String text = "SELECT " + unit.repeat(500_000);
            Assertions.assertTimeout(
                    Duration.ofSeconds(5), () -> LastLook.at(text, Quotes.BACKTICKS));
        }
    }
}
