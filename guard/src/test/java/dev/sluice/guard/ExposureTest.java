package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that may be aggregated, joined or filtered by, and not be shown. */
class ExposureTest {
    private final Guard guard = Guard.of(BankFixture.policy(), BankFixture.schema());

    private String emitted(String sql) {
        Decision decision = guard.check(sql, BankFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query().databaseText();
    }

    private Decision.Refused refused(String sql) {
        Decision decision = guard.check(sql, BankFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Refused.class);
        return (Decision.Refused) decision;
    }

    @Test
    void anAggregateLeavesOutGroupsOfFewRowsOfTheColumnsOwnTable() {
        assertThat(emitted("SELECT region, sum(balance) FROM customers GROUP BY region"))
                .isEqualTo(
                        "SELECT \"customers\".\"region\" AS \"region\","
                            + " \"pg_catalog\".\"sum\"(\"customers\".\"balance\") AS \"sum\" FROM"
                            + " (SELECT \"customers\".\"region\", \"customers\".\"balance\","
                            + " \"customers\".\"id\" AS \"key 1\" FROM \"bank\".\"customers\" AS"
                            + " \"customers\" WHERE (\"customers\".\"tenant\" = CAST($1 AS"
                            + " \"pg_catalog\".\"int4\"))) AS \"customers\" GROUP BY"
                            + " \"customers\".\"region\" HAVING (\"pg_catalog\".\"count\"(DISTINCT"
                            + " \"customers\".\"key 1\") FILTER (WHERE (\"customers\".\"balance\""
                            + " IS NOT NULL)) >= 10) LIMIT 201");
    }

    @Test
    void aFilterOfTheAggregateCountsAsWell() {
        assertThat(emitted("SELECT avg(balance) FILTER (WHERE region = 'n') FROM customers"))
                .contains(
                        "FILTER (WHERE ((\"customers\".\"balance\" IS NOT NULL) AND"
                                + " (\"customers\".\"region\" = 'n'))) >= 10");
    }

    @Test
    void theQuerysOwnHavingIsNotEvaluatedForSmallGroups() {
        assertThat(
                        emitted(
                                "SELECT region FROM customers GROUP BY region HAVING 1 /"
                                        + " (sum(balance) - 5) > 0"))
                .matches(".* HAVING CASE WHEN \\(.* >= 10\\) THEN \\(.*\\) ELSE FALSE END .*");
    }

    @Test
    void aCompositeKeyIsCountedAsOne() {
        assertThat(emitted("SELECT sum(amount) FROM accounts"))
                .contains("count\"(DISTINCT ROW(\"accounts\".\"key 1\", \"accounts\".\"key 2\"))");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT sum(balance), count(balance), avg(balance) FROM customers",
                "SELECT count(DISTINCT balance) FROM customers",
                "SELECT sum(c.balance) / count(c.balance) AS mean FROM customers c ORDER BY 1",
                "SELECT region FROM customers GROUP BY region HAVING sum(balance) > 5 ORDER BY"
                        + " avg(balance)",
                "SELECT r.title, sum(c.balance) FROM customers c JOIN regions r ON r.code ="
                        + " c.region GROUP BY r.title",
                "SELECT r.title, sum(c.balance) FROM regions r LEFT JOIN customers c ON c.region ="
                        + " r.code GROUP BY r.title",
                "SELECT sum(a.amount) FROM accounts a JOIN customers c ON c.id = a.customer_id JOIN"
                        + " regions r ON r.code = c.region",
                "SELECT sum(balance) FROM customers WHERE EXISTS (SELECT 1 FROM accounts a WHERE"
                        + " a.customer_id = id)",
                "SELECT t.region, t.s * 2 FROM (SELECT region, sum(balance) AS s FROM customers"
                        + " GROUP BY region) t WHERE t.s > 5",
                "WITH t AS (SELECT region, sum(balance) AS s FROM customers GROUP BY region) SELECT"
                        + " c.id, t.s FROM customers c JOIN t USING (region)",
                "SELECT region, sum(sum(balance)) OVER () FROM customers GROUP BY region",
                "SELECT (SELECT sum(balance) FROM customers) FROM regions",
                "SELECT sum(c.b) FROM (SELECT 1 AS b) c, customers x"
            })
    void aggregatesMayBeUsedLikeAnyValue(String sql) {
        emitted(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT balance FROM customers",
                "SELECT max(balance) FROM customers",
                "SELECT sum(balance + 0) FROM customers",
                "SELECT sum(DISTINCT balance) FROM customers",
                "SELECT sum(CASE WHEN id = 5 THEN balance END) FROM customers",
                "SELECT sum(balance) OVER () FROM customers",
                "SELECT string_agg(balance::text, ',') FROM customers",
                "SELECT array_agg(balance) FROM customers",
                "SELECT count(*) FROM customers WHERE balance > 5",
                "SELECT count(*) FROM customers GROUP BY balance",
                "SELECT count(*) FROM customers ORDER BY balance",
                "SELECT id FROM customers ORDER BY balance",
                "SELECT DISTINCT ON (balance) id FROM customers",
                "SELECT count(*) FILTER (WHERE balance > 5) FROM customers",
                "SELECT rank() OVER (ORDER BY balance) FROM customers",
                "SELECT sum(id) OVER (PARTITION BY balance) FROM customers",
                "SELECT sum(b) FROM (SELECT balance AS b FROM customers) t",
                "WITH t AS (SELECT balance FROM customers) SELECT sum(balance) FROM t",
                "SELECT sum(t.balance) FROM (SELECT * FROM customers) t",
                "SELECT sum(x) FROM customers AS c(a, b, x) GROUP BY x",
                "SELECT (SELECT sum(c.balance) FROM regions) FROM customers c",
                "SELECT c.id, (SELECT sum(d.balance) FROM customers d WHERE d.id <> c.id) FROM"
                        + " customers c",
                "SELECT c.id, l.s FROM customers c, LATERAL (SELECT sum(d.balance) AS s FROM"
                        + " customers d WHERE d.id <> c.id) l",
                "SELECT region, sum(balance) FROM customers GROUP BY ROLLUP (region)",
                "SELECT region, sum(balance) FROM customers GROUP BY CUBE (region)",
                "SELECT region, sum(balance) FROM customers GROUP BY GROUPING SETS ((region), ())",
                "SELECT sum(c.balance) FROM customers c, accounts a",
                "SELECT d.id, count(DISTINCT c.balance) FROM customers c, customers d WHERE c.id <>"
                        + " d.id GROUP BY d.id",
                "SELECT sum(c.balance) FROM customers c CROSS JOIN accounts a",
                "SELECT sum(c.balance) FROM customers c JOIN accounts a ON a.customer_id = c.id",
                "SELECT avg(c.balance) FROM customers c, generate_series(1, 1000) g WHERE c.id = 5",
                "SELECT sum(c.balance) FROM customers c JOIN (VALUES (1), (2)) v(x) ON true",
                "SELECT sum(c.balance) FROM customers c CROSS JOIN (regions r LEFT JOIN accounts a"
                        + " ON a.customer_id = 1 AND a.line = 1 AND r.code = a.email)",
                "SELECT sum(c.balance) FROM customers c JOIN regions r ON r.title = c.region",
                "SELECT sum(j.balance) FROM (customers c JOIN regions r ON r.code = c.region) j",
                "SELECT j.title FROM (customers c JOIN regions r ON c.score > 5) AS j",
                "SELECT sum(balance) FROM customers NATURAL JOIN customers d",
                "SELECT c.balance FROM customers c UNION SELECT 1",
                "SELECT id FROM customers WHERE balance IN (1, 2)",
                "SELECT id FROM customers LIMIT (SELECT balance FROM customers)"
            })
    void anAggregatedColumnStandsNowhereElse(String sql) {
        assertThat(refused(sql))
                .extracting(Decision.Refused::code)
                .as(sql)
                .isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT c.id FROM customers c JOIN accounts a ON a.tax_id = c.tax_id",
                "SELECT c.id FROM customers c, accounts a WHERE (c.tax_id = a.tax_id) AND a.line ="
                        + " 1",
                "SELECT c.id FROM customers c LEFT JOIN accounts a ON a.tax_id = c.tax_id AND"
                        + " a.line = 1",
                "SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM accounts a WHERE a.tax_id ="
                        + " c.tax_id)",
                "SELECT c.id FROM customers c JOIN customers d ON c.tax_id = d.tax_id",
                "SELECT x.id FROM (SELECT c.id FROM customers c JOIN accounts a ON a.tax_id ="
                        + " c.tax_id) x"
            })
    void aColumnForJoinsIsEquatedWithAnotherTables(String sql) {
        emitted(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT tax_id FROM customers",
                "SELECT count(tax_id) FROM customers",
                "SELECT id FROM customers WHERE tax_id = 'T1'",
                "SELECT id FROM customers WHERE tax_id IS NULL",
                "SELECT id FROM customers WHERE tax_id = tax_id",
                "SELECT id FROM customers WHERE tax_id = region",
                "SELECT c.id FROM customers c JOIN accounts a ON NOT (a.tax_id = c.tax_id)",
                "SELECT c.id FROM customers c JOIN accounts a ON a.tax_id = c.tax_id OR a.line = 1",
                "SELECT c.id FROM customers c JOIN accounts a ON a.tax_id < c.tax_id",
                "SELECT c.id FROM customers c JOIN accounts a ON (a.tax_id = c.tax_id) = true",
                "SELECT c.id FROM customers c JOIN accounts a ON a.tax_id || '' = c.tax_id",
                "SELECT c.id FROM customers c JOIN (VALUES ('T1')) v(t) ON v.t = c.tax_id",
                "SELECT c.id FROM customers c JOIN (SELECT 'T1' AS t) v ON v.t = c.tax_id",
                "WITH v AS (SELECT tax_id FROM accounts) SELECT c.id FROM customers c JOIN v ON"
                        + " v.tax_id = c.tax_id",
                "SELECT c.id FROM customers c, unnest(ARRAY['T1']) u WHERE u = c.tax_id",
                "SELECT c.id FROM customers c JOIN accounts a USING (tax_id)",
                "SELECT c.id FROM customers c NATURAL JOIN accounts a",
                "SELECT id FROM customers WHERE tax_id IN (SELECT tax_id FROM accounts)",
                "SELECT id FROM customers WHERE tax_id = (SELECT 'T1')",
                "SELECT id FROM customers WHERE tax_id = ANY (ARRAY['T1'])",
                "SELECT id FROM customers ORDER BY tax_id",
                "SELECT c.tax_id = a.tax_id FROM customers c, accounts a",
                "SELECT count(*) FILTER (WHERE c.tax_id = a.tax_id) FROM customers c, accounts a",
                "SELECT c.id FROM customers c JOIN accounts a ON c.tax_id = a.amount",
                "SELECT c.id FROM customers c JOIN customers d ON c.tax_id = d.score",
                "SELECT x.id FROM customers AS x(id, r, b, q, t) WHERE t = 'T1'"
            })
    void aColumnForJoinsIsComparedWithNothingElse(String sql) {
        assertThat(refused(sql).code()).as(sql).isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM customers WHERE score > 50",
                "SELECT id FROM customers WHERE score BETWEEN 1 AND 50 AND region = 'n'",
                "SELECT id FROM customers WHERE score > 50 OR region = 'n'",
                "SELECT c.id FROM customers c JOIN regions r ON r.code = c.region AND c.score > 5",
                "SELECT count(*) FILTER (WHERE score > 50) FROM customers",
                "SELECT id FROM customers WHERE score + id > 50"
            })
    void aColumnForConditionsStandsInConditionsOnItsRow(String sql) {
        emitted(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT score FROM customers",
                "SELECT score > 5 FROM customers",
                "SELECT count(score) FROM customers",
                "SELECT id FROM customers ORDER BY score",
                "SELECT count(*) FROM customers GROUP BY score",
                "SELECT region FROM customers GROUP BY region HAVING max(score) > 5",
                "SELECT g FROM customers c, generate_series(1, 100) g WHERE g = c.score",
                "SELECT g FROM customers c JOIN generate_series(1, 100) g ON g = c.score",
                "SELECT c.id, d.id FROM customers c, customers d WHERE c.score = d.id",
                "SELECT (SELECT count(*) FROM generate_series(1, 100) g WHERE g < c.score) FROM"
                        + " customers c",
                "SELECT id FROM customers WHERE score = (SELECT 1)",
                "SELECT id FROM customers WHERE score IN (SELECT id FROM customers)",
                "SELECT c.id FROM customers c WHERE EXISTS (SELECT 1 WHERE c.score > 5)",
                "SELECT * FROM (SELECT score FROM customers) t",
                "SELECT row_number() OVER (ORDER BY score) FROM customers"
            })
    void aColumnForConditionsStandsNowhereElse(String sql) {
        assertThat(refused(sql).code()).as(sql).isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
    }

    @Test
    void aStarStandsForWhatMayBeShown() {
        assertThat(emitted("SELECT * FROM customers"))
                .contains("AS \"email\"")
                .doesNotContain("balance")
                .doesNotContain("tax_id")
                .doesNotContain("score");
        assertThat(emitted("SELECT c.* FROM customers c WHERE c.score > 5 AND c.id = 3"))
                .startsWith("SELECT \"c\".\"id\" AS \"id\", \"c\".\"region\" AS \"region\"");
        assertThat(
                        emitted(
                                "SELECT *, a.line FROM customers c JOIN accounts a ON a.tax_id ="
                                        + " c.tax_id"))
                .doesNotContain("AS \"tax_id\"");
        assertThat(emitted("SELECT * FROM regions")).startsWith("SELECT * FROM (SELECT");
    }

    @Test
    void aVisibleColumnIsRefusedWithWhatItMayBeUsedFor() {
        Decision.Refused refused = refused("SELECT balance FROM customers");

        assertThat(refused.message())
                .isEqualTo("Column 'balance' of customers is not allow-listed for this use.");
        assertThat(refused.rejectedToken()).isEqualTo("balance");
        assertThat(refused.position()).isEqualTo(7);
        assertThat(refused.hint()).contains("sum").contains("10");
    }

    @Test
    void aHiddenColumnIsRefusedLikeOneThatDoesNotExist() {
        assertThat(refused("SELECT sum(tenant) FROM customers").message())
                .isEqualTo(
                        refused("SELECT sum(nonsen) FROM customers")
                                .message()
                                .replace("nonsen", "tenant"));
    }
}
