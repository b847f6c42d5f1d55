package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Policy;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where conditions of a query are kept away from rows that a row filter hides. */
class BarrierTest {
    private static final String OWN = "branch = 1";
    private static final String ELSEWHERE = "id IN (SELECT reader_id FROM shop.loans)";
    private static final String ORACLE =
            "CASE WHEN r.name = 'x' THEN 1 / (r.id - 5) > 0 ELSE true END";

    private static String emitted(String filter, String sql) {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.readers"),
                ShopFixture.rule("id, name, town, joined, likes, tags", filter));
        tables.put(TableName.parse("shop.books"), ShopFixture.rule("id, title, price"));
        Guard guard = Guard.of(ShopFixture.policy(tables), ShopFixture.schema());
        Decision decision = guard.check(sql, Map.of());
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query().sql();
    }

    private static int barriers(String filter, String sql) {
        return emitted(filter, sql).split(" OFFSET 0\\)", -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM readers",
                "SELECT id / 0 FROM readers",
                "SELECT date_part('year', joined), sum(1 / id) FROM readers GROUP BY 1",
                "SELECT id FROM readers WHERE id = 5 AND name <> 'x' OR town IS NULL",
                "SELECT id FROM readers WHERE id IN (1, 2, 3) AND joined BETWEEN '2024-01-01' AND"
                        + " DATE '2024-12-31'",
                "SELECT id FROM readers WHERE joined >= CURRENT_DATE - INTERVAL '30 days'",
                "SELECT id FROM readers WHERE lower(name) LIKE 'reader%' AND NOT id = -1",
                "SELECT id FROM readers WHERE date_trunc('month', joined) = '2024-01-01'",
                "SELECT id FROM readers WHERE extract(year FROM joined) = 2024",
                "SELECT id FROM readers WHERE coalesce(town, 'none') = 'none'",
                "SELECT r.id FROM readers r JOIN books b ON b.id = r.id WHERE b.price > 5",
                "SELECT r.id FROM readers r JOIN books b ON b.id = r.id WHERE b.price / 0 > 5",
                "SELECT r.id FROM readers r JOIN books b USING (id) ORDER BY 1 / r.id",
                "SELECT id FROM readers WHERE id IN (SELECT id FROM books)",
                "SELECT town FROM readers GROUP BY town HAVING sum(1 / id) > 1 AND count(*) / 2 >"
                        + " 1",
                "SELECT count(*) FILTER (WHERE 1 / id > 0) FROM readers",
                "SELECT n FROM (SELECT town, count(*) AS n FROM readers GROUP BY town) t WHERE n >"
                        + " 3",
                "WITH t AS (SELECT town, sum(id * 2) AS n FROM readers GROUP BY town) SELECT * FROM"
                        + " t WHERE n > 3",
                "SELECT row_number() OVER (PARTITION BY town ORDER BY id * 2) FROM readers",
                "SELECT id FROM readers WHERE (id, town) IN (SELECT id, title FROM " + "books)",
                "SELECT id FROM readers WHERE CASE WHEN id = 5 THEN 'a 2024' ELSE town "
                        + "END = 'x' AND coalesce(joined, '2024-01-01 10:00:00.123456') > "
                        + "'20240101'",
                "SELECT x.id FROM (SELECT id, 'a' AS y, 1.5 AS z FROM readers) x WHERE "
                        + "x.y = 'a' AND x.z < 2",
                "SELECT id FROM readers WHERE id IN (SELECT max(id) FROM books GROUP "
                        + "BY title HAVING count(*) > 1)",
                "SELECT r.id FROM readers r JOIN (SELECT id FROM books) b USING (id)"
            })
    void noneIsNeededWhereNoConditionCanFailOnARow(String sql) {
        assertThat(barriers(OWN, sql)).as(sql).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM readers WHERE 1 / (id - 5) > 0",
                "SELECT id FROM readers WHERE id + 1 = 5",
                "SELECT id FROM readers WHERE id::text = '5'",
                "SELECT id FROM readers WHERE name::int = 5",
                "SELECT id FROM readers WHERE name ~ 'x'",
                "SELECT id FROM readers WHERE name LIKE town",
                "SELECT id FROM readers WHERE name LIKE '%a%b%c%d%'",
                "SELECT id FROM readers WHERE name LIKE 'a\\'",
                "SELECT id FROM readers WHERE name SIMILAR TO 'x'",
                "SELECT id FROM readers WHERE likes = '{}'",
                "SELECT id FROM readers WHERE likes ->> 'tea' = '1'",
                "SELECT id FROM readers WHERE tags[1] = 't1'",
                "SELECT id FROM readers WHERE date_trunc(name, joined) = '2024-01-01'",
                "SELECT id FROM readers WHERE extract(hour FROM joined) = 2024",
                "SELECT id FROM readers WHERE joined > CURRENT_DATE - INTERVAL '99999999 years'",
                "SELECT id FROM readers WHERE length(repeat(name, 9)) > 5",
                "SELECT r.id FROM readers r JOIN books b ON 1 / (r.id - b.id) > 0",
                "SELECT r.id FROM books b LEFT JOIN readers r ON b.id = r.id AND r.id / 5 = 1",
                "SELECT town FROM readers GROUP BY town HAVING town::int > 1",
                "SELECT x.id FROM (SELECT id, 1 / (id - 5) AS y FROM readers) x WHERE x.y > 0",
                "WITH x AS (SELECT id, name::int AS y FROM readers) SELECT id FROM x WHERE y = 1",
                "WITH x AS (SELECT name::int AS y FROM readers) SELECT y FROM x JOIN books ON y ="
                        + " books.id",
                "SELECT * FROM readers r, LATERAL (SELECT 1 / (r.id - 5) AS y) l WHERE l.y > 0",
                "SELECT b.id FROM books b WHERE b.id IN (SELECT 1 / (id - 5) FROM readers)",
                "SELECT b.id FROM books b WHERE EXISTS (SELECT 1 FROM readers r WHERE 1 / (r.id -"
                        + " b.id) > 0)",
                "SELECT r.id FROM readers r WHERE (SELECT 1 / (r.id - b.id) FROM books b LIMIT 1) >"
                        + " 0",
                "SELECT r.id FROM readers r WHERE r.id > (SELECT sum(1 / (b.id - r.id)) FROM books"
                        + " b)",
                "SELECT y FROM (SELECT 1 / id AS y FROM readers UNION ALL SELECT id FROM books) u"
                        + " WHERE y > 0",
                "SELECT x.id FROM (SELECT id, 1 / (id - 5) AS y FROM readers) x JOIN "
                        + "(SELECT 1 AS y) o USING (y)",
                "SELECT x.id FROM (SELECT id, 1 / (id - 5) AS y FROM readers) x "
                        + "NATURAL JOIN (SELECT 1 AS y) o",
                "WITH x AS (SELECT id, 1 / (id - 5) AS y FROM readers) SELECT x.id "
                        + "FROM x JOIN books b ON true JOIN (SELECT 1 AS y) o USING (y)",
                "SELECT j.k FROM ((SELECT id, 1 / (id - 5) AS y FROM readers) x JOIN "
                        + "books b ON true) AS j(k, l) JOIN (SELECT 1 AS l) o USING (l)",
                "SELECT x.id FROM (SELECT id, CASE WHEN id = 5 THEN ROW('a') ELSE "
                        + "ROW(1) END AS y FROM readers) x JOIN (SELECT ROW(1) AS z) o ON x.y = "
                        + "o.z",
                "SELECT x.id FROM (SELECT id, CASE WHEN id = 5 THEN ROW('a') ELSE "
                        + "ROW(1) END AS y FROM readers) x WHERE x.y IN (SELECT ROW(1))",
                "SELECT x.id FROM (SELECT id, CASE WHEN id = 5 THEN ARRAY[ROW('a')] "
                        + "ELSE ARRAY[ROW(1)] END AS y FROM readers) x JOIN (SELECT "
                        + "ARRAY[ROW(1)] AS z) o ON x.y = o.z",
                "SELECT id FROM readers WHERE CASE WHEN id = 5 THEN 1e400 ELSE 1 END > "
                        + "float8 '1'",
                "SELECT id FROM readers WHERE coalesce(CASE WHEN id = 5 THEN date "
                        + "'500000-01-01' END, joined) < timestamp '2024-01-01'",
                "SELECT id FROM readers WHERE date_trunc('month', CASE WHEN id = 5 "
                        + "THEN '500000-01-01' ELSE joined END) = '2024-01-01'",
                "SELECT x.id FROM (SELECT id, CASE WHEN id = 5 THEN '1e-400' ELSE 1.5 "
                        + "END AS y FROM readers) x JOIN (SELECT float8 '1' AS z) o ON x.y > o.z",
                "SELECT r.id FROM readers r WHERE nullif(1e400, r.id) > float8 '1'",
                "SELECT r.id FROM readers r WHERE EXISTS (SELECT 1 FROM books HAVING "
                        + "count(*) + 1 / (r.id - 5) > 0)",
                "SELECT r.id FROM readers r WHERE EXISTS (SELECT 1 FROM books LIMIT "
                        + "CASE WHEN r.id = 5 THEN -1 ELSE 1 END)",
                "SELECT r.id FROM readers r WHERE r.id IN (SELECT id FROM books ORDER "
                        + "BY id OFFSET CASE WHEN r.id = 5 THEN -1 ELSE 1 END)",
                "SELECT r.id FROM readers r WHERE 1 IN (SELECT ntile(CASE WHEN r.id = "
                        + "5 THEN 0 ELSE 1 END) OVER (ORDER BY b.id) FROM books b)",
                "SELECT r.id FROM readers r WHERE 1 IN (SELECT count(*) OVER (ORDER BY "
                        + "b.id ROWS CASE WHEN r.id = 5 THEN -1 ELSE 1 END PRECEDING) FROM books "
                        + "b)",
                "SELECT r.id FROM readers r WHERE 1 IN (SELECT percentile_cont(CASE "
                        + "WHEN r.id = 5 THEN 7 ELSE 0.5 END) WITHIN GROUP (ORDER BY b.price) "
                        + "FROM books b)",
                "SELECT r.id FROM readers r WHERE 1 IN (SELECT sum(CASE WHEN r.id = "
                        + "b.id THEN b.price END) FROM books b)"
            })
    void oneStandsAroundATableWhoseRowsAConditionCouldFailOn(String sql) {
        assertThat(barriers(OWN, sql)).as(sql).isEqualTo(1);
        assertThat(barriers(ELSEWHERE, sql)).as(sql).isEqualTo(1);
    }

    @Test
    void aFilterThatAsksOtherTablesIsNotTrustedToComeFirstForAnyExpression() {
        for (String sql :
                List.of(
                        "SELECT id / 0 FROM readers",
                        "SELECT r.id FROM readers r JOIN books b ON b.id = r.id WHERE b.price / 0 >"
                                + " 5",
                        "SELECT b.id, y FROM books b LEFT JOIN (SELECT id, 1 / (id - 5) AS y FROM"
                                + " readers) r ON r.id = b.id")) {
            assertThat(barriers(ELSEWHERE, sql)).as(sql).isEqualTo(1);
            assertThat(barriers(OWN, sql)).as(sql).isZero();
        }
        assertThat(barriers(ELSEWHERE, "SELECT id FROM readers WHERE id = 5")).isZero();
    }

    @Test
    void aQueryThatIsRunForRowAfterRowTakesItsTimeOnVisibleRowsAlone() {
        for (String sql :
                List.of(
                        "SELECT r.id FROM readers r WHERE r.town IS NULL OR EXISTS (SELECT 1 FROM"
                                + " books b WHERE b.id = r.id)",
                        "SELECT r.id FROM readers r WHERE r.id IN (SELECT b.id FROM books b WHERE"
                                + " b.title = r.name)",
                        "SELECT r.id FROM readers r, LATERAL (SELECT max(b.id / (r.id - 5)) FROM"
                                + " books b) l")) {
            assertThat(barriers(ELSEWHERE, sql)).as(sql).isEqualTo(1);
            assertThat(barriers(OWN, sql)).as(sql).isZero();
        }
        assertThat(
                        barriers(
                                ELSEWHERE,
                                "SELECT r.id FROM readers r WHERE EXISTS (SELECT 1 FROM books b"
                                        + " WHERE b.id = r.id)"))
                .isZero();
    }

    @Test
    void everyUseOfTheTableThatTheConditionReachesIsFenced() {
        assertThat(
                        barriers(
                                OWN,
                                "SELECT a.id FROM readers a, readers b WHERE 1 / (a.id - 5) > 0 AND"
                                        + " b.id = a.id"))
                .isEqualTo(1);
        assertThat(
                        barriers(
                                ELSEWHERE,
                                "SELECT a.id FROM readers a, readers b WHERE 1 / (a.id - 5) > 0 AND"
                                        + " b.id = a.id"))
                .isEqualTo(2);
        assertThat(
                        barriers(
                                OWN,
                                "SELECT r.id FROM readers r JOIN books b ON "
                                        + ORACLE
                                        + " WHERE r.id IN (SELECT r.id FROM readers r WHERE "
                                        + ORACLE
                                        + ")"))
                .isEqualTo(2);
    }

    @Test
    void conditionsThatCannotFailStandInsideAsWell() {
        assertThat(
                        emitted(
                                OWN,
                                "SELECT r.id FROM readers r WHERE r.id = 5 AND r.town IN ('Ulm',"
                                        + " 'Bonn') AND 1 / (r.id - 4) > 0 AND r.name IS NULL"))
                .contains(
                        " WHERE ((\"readers\".\"branch\" = 1) AND (\"readers\".\"id\" = 5) AND"
                                + " (\"readers\".\"town\" IN ('Ulm', 'Bonn'))) OFFSET 0) AS \"r\""
                                + " WHERE ((\"r\".\"id\" = 5) AND");
    }

    @Test
    void aConditionIsRepeatedOnlyWhereItChangesNothing() {
        String leaky = " WHERE r.id / 2 > 1";
        String inside = "(\"readers\".\"id\" = 5)";

        assertThat(emitted(OWN, "SELECT 1 FROM books b LEFT JOIN readers r ON r.id = 5" + leaky))
                .contains(inside);
        assertThat(emitted(OWN, "SELECT 1 FROM readers r LEFT JOIN books b ON r.id = 5" + leaky))
                .doesNotContain(inside);
        assertThat(emitted(OWN, "SELECT 1 FROM readers r RIGHT JOIN books b ON r.id = 5" + leaky))
                .contains(inside);
        assertThat(emitted(OWN, "SELECT 1 FROM books b FULL JOIN readers r ON r.id = 5" + leaky))
                .doesNotContain(inside);
        assertThat(
                        emitted(
                                OWN,
                                "SELECT 1 FROM books b LEFT JOIN readers r ON r.id = b.id"
                                        + leaky
                                        + " AND r.name IS NULL AND (r.id = 5 OR r.town IS NULL)"))
                .contains(") AS \"b\" LEFT JOIN (SELECT")
                .doesNotContain(inside);
    }

    @Test
    void aTableWithoutAFilterOrWithoutAClaimNeedsNone() {
        assertThat(emitted(OWN, "SELECT id FROM books WHERE 1 / (id - 5) > 0"))
                .doesNotContain("OFFSET");
        assertThat(emitted("name = {{a.b}}", "SELECT id FROM readers WHERE 1 / (id - 5) > 0"))
                .contains("WHERE FALSE")
                .doesNotContain("OFFSET");
    }
}
