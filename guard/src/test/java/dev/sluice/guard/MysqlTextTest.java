package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.tree.Query;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard writes for MySQL. */
class MysqlTextTest {
    private final Guard mysql = MysqlFixture.guard("mysql");

    static List<CorpusFile.Case> onMysql() {
        return CorpusFile.analytics("mysql").stream().filter(c -> c.on("mysql")).toList();
    }

    @ParameterizedTest
    @MethodSource("onMysql")
    void whatIsEmittedMeansTheSameInEveryMode(CorpusFile.Case allowed) {
        // No double quotes but in literals, no backslashes, no || and no comments.
        String emitted = emitted(mysql, allowed.sql());
        String outside = emitted.replaceAll("'(?:[^']|'')*'|`(?:[^`]|``)*`", "x");

        assertThat(emitted.replaceAll("`(?:[^`]|``)*`", "x")).doesNotContain("\\");
        assertThat(outside).doesNotContain("\"", "||", "/*", "--", "#", "@", ";");
        assertThat(outside).doesNotContainPattern("[a-z_] +\\((?!SELECT|ROW)".replace(" +", "  +"));
    }

    private static String emitted(Guard guard, String sql) {
        Decision decision = guard.check(sql, ShopFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query().sql();
    }

    @Test
    void writesFunctionsAsWordsDirectlyBeforeTheirBrackets() {
        assertThat(emitted(mysql, "SELECT COUNT( * ), `lower` (title) FROM books"))
                .contains("count(*)", "lower(`books`.`title`)");
    }

    @Test
    void writesBackslashesAsBytes() {
        assertThat(emitted(mysql, "SELECT 'a\\\\b' AS x FROM books"))
                .contains("_utf8mb4 X'615c62' AS `x`");
    }

    @Test
    void readsTextAsTheDefaultModeDoes() {
        assertThat(emitted(mysql, "SELECT \"a\" || 'b' AS x FROM books")).contains("('a' OR 'b')");
    }

    @Test
    void fencesEveryFilterSinceConditionsMayRunFirst() {
        assertThat(emitted(mysql, "SELECT id FROM readers WHERE exp(id) > 0"))
                .contains("WHERE (`readers`.`branch` = 1) LIMIT " + Query.Limit.ALL + ")");
    }

    @Test
    void bindsClaimsInTheirOrder() {
        Decision.Allowed allowed =
                (Decision.Allowed)
                        mysql.check(
                                "SELECT a.body FROM loan_notes a JOIN loan_notes b USING (line)",
                                Map.of("user.branch", "north"));

        assertThat(allowed.query().sql()).doesNotContain("north").contains("CAST(? AS signed)");
        assertThat(allowed.query().parameters())
                .extracting(GuardedQuery.Parameter::value)
                .containsExactly("north", "north");
    }

    @Test
    void dropsAdviceToTheOptimizer() {
        assertThat(
                        emitted(
                                mysql,
                                "SELECT SQL_NO_CACHE id FROM books b USE INDEX (x, `y`) IGNORE KEY"
                                        + " FOR ORDER BY (z) WHERE id = 1"))
                .doesNotContain("SQL_NO_CACHE", "INDEX", "KEY");
    }

    @Test
    void namesColumnsOfADerivedTableWhereTheDatabaseCannot() {
        assertThat(emitted(mysql, "SELECT t.a FROM (SELECT id FROM books) AS t (a)"))
                .contains("(WITH `t`(`a`) AS (SELECT")
                .contains("SELECT * FROM `t` AS `t`) AS `t`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM books LIMIT 5 + 5",
                "SELECT id FROM books LIMIT id",
                "SELECT id FROM books LIMIT (SELECT 5)",
                "SELECT id FROM books LIMIT 5, 5, 5",
                "SELECT id FROM books LIMIT 5, 5 OFFSET 5",
                "SELECT id FROM books FULL JOIN readers ON 1 = 1",
                "SELECT id::text FROM books",
                "SELECT title[1] FROM books",
                "SELECT count(*) FILTER (WHERE id > 1) FROM books",
                "SELECT id FROM books WHERE title ILIKE 'b%'",
                "SELECT 0x",
                "SELECT $$a$$",
                "SELECT 'a",
                "SELECT 'a\\'",
                "SELECT `a",
                "SELECT /* a",
                "SELECT id FROM books GROUP BY GROUPING SETS ((id), ())"
            })
    void refusesWhatIsNotItsSyntax(String sql) {
        assertThat(mysql.check(sql, Map.of()))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.code().name()).isEqualTo("SYNTAX_ERROR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1_000", "SELECT 0o17", "SELECT 1a FROM books"})
    void readsDigitsBeforeLettersAsNames(String sql) {
        assertThat(mysql.check(sql, Map.of()))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused ->
                                assertThat(refused.code().name())
                                        .isEqualTo("COLUMN_NOT_ALLOW_LISTED"));
    }

    @Test
    void clampsLimitsInEverySpelling() {
        for (String limit :
                List.of(
                        "",
                        "LIMIT 1000",
                        "LIMIT 0, 1000",
                        "LIMIT 1000 OFFSET 0",
                        "OFFSET 0 ROWS")) {
            assertThat(emitted(mysql, "SELECT id FROM books " + limit)).contains(" LIMIT 51");
        }
    }
}
