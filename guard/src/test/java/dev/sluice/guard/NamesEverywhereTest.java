package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hidden is refused at every place of the grammar, and what is needed is read. */
class NamesEverywhereTest {
    private final Guard guard = ShopFixture.guard();

    private Decision.Refused refused(String sql) {
        Decision decision = guard.check(sql, ShopFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Refused.class);
        return (Decision.Refused) decision;
    }

    private GuardedQuery allowed(String sql) {
        Decision decision = guard.check(sql, ShopFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision).query();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ? FROM loans",
                "SELECT loans.? FROM loans",
                "SELECT shop.loans.? FROM loans",
                "SELECT DISTINCT ON (?) id FROM loans",
                "SELECT id FROM loans WHERE ? = 1",
                "SELECT count(*) FROM loans GROUP BY ?",
                "SELECT count(*) FROM loans GROUP BY ROLLUP (state, ?)",
                "SELECT count(*) FROM loans GROUP BY CUBE ((state, ?))",
                "SELECT count(*) FROM loans GROUP BY GROUPING SETS ((), (?))",
                "SELECT GROUPING(?) FROM loans GROUP BY state",
                "SELECT count(*) FROM loans HAVING max(?) = 1",
                "SELECT id FROM loans ORDER BY id, ? DESC",
                "SELECT id FROM loans LIMIT (SELECT max(?) FROM loans)",
                "SELECT id FROM loans OFFSET (SELECT max(?) FROM loans)",
                "SELECT sum(?) OVER () FROM loans",
                "SELECT sum(fee) OVER (PARTITION BY ?) FROM loans",
                "SELECT sum(fee) OVER (ORDER BY ?) FROM loans",
                "SELECT sum(fee) OVER (ORDER BY id ROWS BETWEEN (SELECT max(?) FROM loans)"
                        + " PRECEDING AND CURRENT ROW) FROM loans",
                "SELECT sum(fee) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND (SELECT max(?)"
                        + " FROM loans) FOLLOWING) FROM loans",
                "SELECT sum(fee) OVER w FROM loans WINDOW w AS (PARTITION BY ?)",
                "SELECT sum(fee) OVER w FROM loans WINDOW w AS (ORDER BY ?)",
                "SELECT count(*) FILTER (WHERE ? = 1) FROM loans",
                "SELECT string_agg(state, ',' ORDER BY ?) FROM loans",
                "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ?) FROM loans",
                "SELECT CASE ? WHEN 1 THEN 2 END FROM loans",
                "SELECT CASE WHEN ? = 1 THEN 2 END FROM loans",
                "SELECT CASE WHEN true THEN ? END FROM loans",
                "SELECT CASE WHEN true THEN 1 ELSE ? END FROM loans",
                "SELECT CAST(? AS text) FROM loans",
                "SELECT ?::text FROM loans",
                "SELECT ARRAY[1, ?] FROM loans",
                "SELECT ARRAY(SELECT ? FROM loans)",
                "SELECT ROW(1, ?) FROM loans",
                "SELECT (1, ?) < (2, 3) FROM loans",
                "SELECT (ARRAY[1, 2])[?] FROM loans",
                "SELECT (ARRAY[1, 2])[1:?] FROM loans",
                "SELECT taken::timestamp AT TIME ZONE ?::text FROM loans",
                "SELECT (?::text) COLLATE \"C\" FROM loans",
                "SELECT coalesce(NULL, ?) FROM loans",
                "SELECT greatest(1, ?) FROM loans",
                "SELECT abs(?) FROM loans",
                "SELECT - ? FROM loans",
                "SELECT 1 + ? FROM loans",
                "SELECT NOT ? = 1 FROM loans",
                "SELECT ? IS NULL FROM loans",
                "SELECT ? IS DISTINCT FROM 1 FROM loans",
                "SELECT 1 BETWEEN 0 AND ? FROM loans",
                "SELECT 1 IN (2, ?) FROM loans",
                "SELECT ? IN (SELECT id FROM books) FROM loans",
                "SELECT 1 IN (SELECT ? FROM loans)",
                "SELECT 1 = ANY (SELECT ? FROM loans)",
                "SELECT 1 = ANY (ARRAY[?]) FROM loans",
                "SELECT 'a' LIKE ?::text FROM loans",
                "SELECT 'a' LIKE 'b' ESCAPE ?::text FROM loans",
                "SELECT EXISTS (SELECT 1 FROM loans WHERE ? = 1)",
                "SELECT (SELECT max(?) FROM loans)",
                "SELECT extract(year FROM ?) FROM loans",
                "SELECT substring('a' FROM ?) FROM loans",
                "SELECT books.id FROM books JOIN loans ON loans.? = 1",
                "SELECT 1 FROM loans a JOIN loans b USING (?)",
                "SELECT 1 FROM books b, LATERAL (SELECT ? FROM loans WHERE book_id = b.id) x",
                "SELECT 1 FROM loans, generate_series(1, ?) g",
                "SELECT 1 FROM loans, ROWS FROM (unnest(ARRAY[?])) g",
                "VALUES ((SELECT max(?) FROM loans))",
                "SELECT id FROM books UNION SELECT ? FROM loans",
                "WITH x AS (SELECT ? FROM loans) SELECT 1 FROM x",
                "WITH RECURSIVE x (n) AS (SELECT 1 UNION ALL SELECT ? FROM loans, x) SELECT n FROM"
                        + " x",
                "SELECT x.? FROM (SELECT * FROM loans) x",
                "SELECT x.? FROM loans x",
                "SELECT j.? FROM (loans a CROSS JOIN books b) AS j",
            })
    void refusesAHiddenColumnInTheWordsForOneThatDoesNotExist(String sql) {
        Decision.Refused hidden = refused(sql.replace("?", "branch"));
        Decision.Refused absent = refused(sql.replace("?", "brandy"));

        assertThat(hidden.code()).isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
        assertThat(hidden.rejectedToken()).isEqualTo("branch");
        assertThat(hidden.toString()).isEqualTo(absent.toString().replace("brandy", "branch"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COLUMN_NOT_ALLOW_LISTED | SELECT a.b.books.id FROM books",
                "COLUMN_NOT_ALLOW_LISTED | SELECT nowhere.* FROM books",
                "COLUMN_NOT_ALLOW_LISTED | SELECT a.b.books.* FROM books",
                "COLUMN_NOT_ALLOW_LISTED | SELECT *",
                "COLUMN_NOT_ALLOW_LISTED | SELECT count(nowhere.*) FROM books",
                "COLUMN_NOT_ALLOW_LISTED | SELECT id FROM books WHERE books IS NULL",
                "COLUMN_NOT_ALLOW_LISTED | SELECT b IS NULL FROM (SELECT id FROM books) b",
                "COLUMN_NOT_ALLOW_LISTED | SELECT (b).* FROM books b",
                "SYNTAX_ERROR | SELECT t.id FROM (SELECT 1 AS id, 2 AS id) t",
                "SYNTAX_ERROR | SELECT id FROM books, loans",
                "OPERATOR_NOT_ALLOW_LISTED | SELECT id ### ANY (SELECT 1) FROM books",
                "OPERATOR_NOT_ALLOW_LISTED | SELECT id ### ALL (ARRAY[1]) FROM books",
                "OPERATOR_NOT_ALLOW_LISTED | SELECT ### id FROM books",
                "OPERATOR_NOT_ALLOW_LISTED | SELECT id ### 1 FROM books",
                "FUNCTION_NOT_ALLOW_LISTED | SELECT sum(*) FROM books",
                "FUNCTION_NOT_ALLOW_LISTED | SELECT count() FROM books",
                "FUNCTION_NOT_ALLOW_LISTED | SELECT 1 FROM max(1)",
                "FUNCTION_NOT_ALLOW_LISTED | SELECT 1 FROM json_to_record('{}')",
                "LITERAL_NOT_ALLOWED | SELECT repeat('a', 10000)",
                "LITERAL_NOT_ALLOWED | SELECT format('%9999s%1s', 1, 2)",
                "LITERAL_NOT_ALLOWED | SELECT count(*) FROM generate_series(1, 1000002)",
            })
    void refusesWithTheRightCode(ReasonCode code, String sql) {
        assertThat(refused(sql).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT repeat('a', 9999)",
                "SELECT repeat('a', -5)",
                "SELECT format('%9998s%1s', 1, 2)",
                "SELECT count(*) FROM generate_series(1, 1000001)",
                "SELECT count(b.*) FROM (SELECT id FROM books) b",
                "SELECT to_jsonb(b) FROM (SELECT id FROM books) b"
            })
    void allowsWhatIsJustWithinBounds(String sql) {
        allowed(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT r.name FROM readers r GROUP BY r.id | \"r\".\"id\", \"r\".\"name\"",
                "SELECT r.id, r.name FROM readers r GROUP BY 1 | 1, \"r\".\"name\"",
                "SELECT r.id AS n, r.name FROM readers r GROUP BY n | \"n\", \"r\".\"name\"",
                "SELECT name FROM readers GROUP BY (id, town) |"
                        + " (\"readers\".\"id\", \"readers\".\"town\"), \"readers\".\"name\"",
                "SELECT name, max(town) FROM readers GROUP BY id |"
                        + " \"readers\".\"id\", \"readers\".\"name\"",
                "SELECT body FROM loan_notes GROUP BY loan_id, line |"
                        + " \"loan_notes\".\"loan_id\", \"loan_notes\".\"line\","
                        + " \"loan_notes\".\"body\"",
                "SELECT body FROM loan_notes GROUP BY loan_id | \"loan_notes\".\"loan_id\"",
                "SELECT town FROM readers GROUP BY name | \"readers\".\"name\"",
                "SELECT town FROM readers GROUP BY ROLLUP (id) | ROLLUP (\"readers\".\"id\")",
            })
    void completesAGroupingThatHoldsAWholeKeyAndNoOther(String sql, String grouping) {
        assertThat(allowed(sql).databaseText()).contains(" GROUP BY " + grouping + " LIMIT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT j.t FROM (books b CROSS JOIN (SELECT 1) x) AS j (i, t) | id,title,price",
                "SELECT * FROM books | id,title,price",
                "SELECT b.* FROM books b | id,title,price",
                "SELECT 1 FROM books a JOIN books b USING (title) | title",
                "SELECT count(*) FROM books NATURAL JOIN (SELECT 1 AS price) x | price",
                "SELECT max(id) OVER (PARTITION BY title ORDER BY price) FROM books |"
                        + " id,price,title",
                "SELECT max(id) OVER w FROM books WINDOW w AS (ORDER BY price) | id,price",
                "SELECT DISTINCT ON (title) id FROM books ORDER BY title, price | id,price,title",
                "SELECT to_jsonb(x) FROM (SELECT id, title FROM books) x | id,title",
                "SELECT 1 FROM books | ''",
            })
    void readsTheColumnsThatItNeeds(String sql, String columns) {
        assertThat(allowed(sql).columns())
                .extracting(column -> column.replace("shop.books.", ""))
                .containsExactlyInAnyOrder(columns.isEmpty() ? new String[0] : columns.split(","));
    }
}
