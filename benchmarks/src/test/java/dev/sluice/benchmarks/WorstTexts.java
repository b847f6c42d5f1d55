package dev.sluice.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Texts that want to take long, by name: each goes to a limit of the guard (64 KiB, 10,000 tokens,
 * 64 levels) in one way or another. In the items of a list, {@code #} is the item's number.
 */
final class WorstTexts {
    private static final int CHARACTERS_MAX = 64 * 1024;
    private static final int TOKENS = 9_900;

    private final Map<String, String> texts = new LinkedHashMap<>();

    private WorstTexts() {}

    /** For one dialect: those that all have, and its own. */
    static Map<String, String> of(String dialect) {
        WorstTexts worst = new WorstTexts();
        worst.expressions();
        worst.tables();
        worst.joins();
        worst.clauses();
        worst.characters();
        switch (dialect) {
            case "postgresql" -> worst.postgresql();
            case "mysql" -> worst.mysql();
            case "duckdb" -> worst.duckdb();
            case "trino" -> worst.trino();
            default -> throw new IllegalArgumentException("no texts for " + dialect);
        }
        return worst.texts;
    }

    private void put(String name, String sql) {
        boolean over = sql.length() > CHARACTERS_MAX && !name.endsWith("too long");
        if (over || texts.put(name, sql) != null) {
            throw new IllegalStateException("too long or twice: " + name);
        }
    }

    private static String list(String item, int times, String between) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < times; i++) {
            list.append(i == 0 ? "" : between).append(item.replace("#", String.valueOf(i)));
        }
        return list.toString();
    }

    private static String list(String item, int times) {
        return list(item, times, ",");
    }

    private static String nested(String before, String inner, String after, int depth) {
        return before.repeat(depth) + inner + after.repeat(depth);
    }

    private static String select(String value) {
        return "SELECT " + value + " FROM supplier";
    }

    private static String where(String condition) {
        return "SELECT s_name FROM supplier WHERE " + condition;
    }

    private void expressions() {
        put("brackets, 60 deep", "SELECT " + nested("(", "1", ")", 60));
        put("brackets, 30,000 deep", "SELECT " + nested("(", "1", ")", 30_000));
        put("calls, 60 deep", select(nested("lower(", "s_name", ")", 60)));
        put("CASE, 60 deep", select(nested("CASE WHEN 1=1 THEN ", "1", " ELSE 2 END", 60)));
        put("NOT, 60 deep", where("NOT ".repeat(60) + "s_suppkey=1"));
        put("5,000 operators, 9,900 tokens", "SELECT 1" + " + 1".repeat(4_940));
        put("20,000 operators", "SELECT 1" + "+1".repeat(20_000));
        put("operators on columns", select("s_suppkey" + "*s_acctbal".repeat(4_900)));
        put("OR", where(list("s_suppkey=#", 2_470, " OR ")));
        put("AND", where(list("s_suppkey<>#", 2_470, " AND ")));
        put("AND of OR", where(list("(s_suppkey=# OR s_nationkey=#)", 1_000, " AND ")));
        put("IN of 4,900", where("s_suppkey IN (" + list("#", 4_900) + ")"));
        put("IN of 20,000", where("s_suppkey IN (" + list("1", 20_000) + ")"));
        put("IN of IN", where(list("s_suppkey IN (1,2,3,4)", 700, " AND ")));
        put("BETWEEN", where(list("s_suppkey BETWEEN # AND 9", 1_600, " OR ")));
        put("LIKE", where(list("s_name LIKE '%a%b%c%#'", 2_000, " OR ")));
        put("WHEN", "SELECT CASE" + " WHEN 1=2 THEN 3".repeat(1_400) + " END");
        put("4,900 columns", select(list("s_name", 4_900)));
        put("1,600 columns", select(list("s_name", 1_600)));
        put("1,600 expressions", select(list("s_acctbal+# AS a#", 1_600)));
        put("calls", select(list("lower(s_name)", 1_600)));
        put("coalesce of 4,900", select("coalesce(" + list("s_name", 4_900) + ")"));
        put("casts", select(list("CAST(s_name AS date)", 1_200)));
        put("divisions", where(list("1/s_suppkey=#", 1_600, " AND ")));
        put("sub-queries", "SELECT " + list("(SELECT 1)", 1_600));
        put("sub-queries on tables", select(list("(SELECT max(n_name) FROM nation)", 900)));
        put("correlated", where(exists("n_nationkey=s_nationkey", 500)));
        put(
                "EXISTS, 45 deep",
                where(nested("EXISTS (SELECT 1 FROM nation WHERE ", "1=1", ")", 45)));
        put("references from 45 deep", where(nestedReferences()));
        put("unknown columns", select(list("none#", 1_600)));
        put("unknown functions", select(list("none#()", 1_600)));
    }

    private static String exists(String condition, int times) {
        return list("EXISTS (SELECT 1 FROM nation WHERE " + condition + ")", times, " AND ");
    }

    private static String nestedReferences() {
        return nested(
                "EXISTS (SELECT 1 FROM nation WHERE ", list("s_suppkey=#", 2_000, " OR "), ")", 45);
    }

    private void tables() {
        put("derived, 60 deep", nested("SELECT * FROM (", "SELECT 1 AS a", ") AS t", 60));
        put("derived stars", nested("SELECT t.*,t.* FROM (", select("*"), ") AS t", 40));
        put("derived tables", "SELECT 1 FROM " + list("(SELECT 1) AS t#", 1_200));
        put("1,400 tables", "SELECT 1 FROM " + list("region AS r#", 1_400));
        put("1,100 tables, references to the last", lastReferences("region AS r#"));
        put("references to all tables", allReferences());
        put("stars over 1,000 tables", "SELECT * FROM " + list("lineitem AS l#", 1_000));
        put("tables called the same", "SELECT 1 FROM " + list("region", 4_900));
        put("unknown tables", "SELECT 1 FROM " + list("none#", 4_900));
        put("common tables", "WITH " + list("c# AS (SELECT 1)", 1_400) + " SELECT 1");
        put(
                "common tables in a row",
                "WITH c AS (SELECT 1 AS a)" + chain() + " SELECT a FROM d800");
        put("common tables in a row, wide", wideChain());
        put(
                "recursion forwards",
                "WITH RECURSIVE " + forward(900) + ",d900 AS (SELECT 1) SELECT 1");
        put("recursions", recursions());
        put("common tables doubled", doubled("SELECT * FROM # AS x CROSS JOIN # AS y"));
        put("common tables united", doubled("SELECT * FROM # UNION ALL SELECT * FROM #"));
        put("UNION", "SELECT 1" + " UNION ALL SELECT 1".repeat(2_400));
        put("UNION on tables", list("SELECT s_name FROM supplier", 1_700, " UNION "));
        put("UNION of stars", list("SELECT * FROM lineitem", 1_900, " UNION "));
        put("UNION, 60 deep", nested("(SELECT 1 UNION ", "SELECT 1", ")", 60));
        put("VALUES", "VALUES " + list("(#,1)", 1_600));
        put("VALUES, wide", "VALUES " + list("(" + list("1", 1_600) + ")", 3));
    }

    private static String lastReferences(String table) {
        return "SELECT " + list("r1099.r_name", 1_100) + " FROM " + list(table, 1_100);
    }

    private static String allReferences() {
        return "SELECT " + list("r#.r_name", 1_100) + " FROM " + list("region AS r#", 1_100);
    }

    private static String chain() {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i <= 800; i++) {
            String from = i == 0 ? "c" : "d" + (i - 1);
            chain.append(",d").append(i).append(" AS (SELECT a FROM ").append(from).append(')');
        }
        return chain.toString();
    }

    private static String wideChain() {
        StringBuilder chain = new StringBuilder("WITH d0 AS (SELECT * FROM lineitem)");
        for (int i = 1; i <= 900; i++) {
            chain.append(",d").append(i).append(" AS (SELECT * FROM d").append(i - 1).append(')');
        }
        return chain + " SELECT * FROM d900";
    }

    private static String forward(int times) {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < times; i++) {
            String comma = i == 0 ? "" : ",";
            chain.append(comma + "d" + i + " AS (SELECT * FROM d" + (i + 1) + ")");
        }
        return chain.toString();
    }

    private static String recursions() {
        String one = "c# AS (SELECT 1 AS a UNION ALL SELECT a+1 FROM c# WHERE a<5)";
        return "WITH RECURSIVE " + list(one, 450) + " SELECT 1";
    }

    private static String doubled(String unit) {
        StringBuilder common = new StringBuilder("WITH c0 AS (SELECT * FROM lineitem)");
        for (int i = 1; i < 40; i++) {
            common.append(",c" + i + " AS (" + unit.replace("#", "c" + (i - 1)) + ")");
        }
        return common + " SELECT 1 FROM c39";
    }

    private void joins() {
        String from = "SELECT 1 FROM region AS r";
        put("CROSS JOIN", from + list(" CROSS JOIN region AS r#", 1_200, ""));
        put("JOIN ON", from + list(" JOIN region AS r# ON r#.r_name=r.r_name", 700, ""));
        put("JOIN ON the one before", "SELECT 1 FROM region AS r0" + joinedInRow(700));
        put("LEFT JOIN", from + list(" LEFT JOIN region AS r# ON r#.r_name=r.r_name", 650, ""));
        put(
                "LEFT JOIN that fails",
                from + list(" LEFT JOIN orders AS r# ON 1/r#.o_custkey=1", 600, ""));
        put("JOIN USING", from + list(" JOIN region AS r# USING (r_regionkey)", 950, ""));
        put("JOIN USING, wide", wideUsing());
        put("NATURAL JOIN", from + list(" NATURAL JOIN region AS r#", 1_200, ""));
        put("NATURAL JOIN, wide", naturalOf(400, 90));
        put("NATURAL JOIN, different", naturalDifferent());
        put("NATURAL LEFT JOIN", from + list(" NATURAL LEFT JOIN region AS r#", 1_100, ""));
        put("joins in brackets", "SELECT 1 FROM " + nestedJoins());
        put("filtered tables", "SELECT 1 FROM " + list("customer AS r#", 1_100));
        put("barriers", barriers());
    }

    private static String joinedInRow(int times) {
        StringBuilder joins = new StringBuilder();
        for (int i = 1; i <= times; i++) {
            joins.append(" JOIN region AS r" + i + " ON r" + i + ".r_name=r" + (i - 1) + ".r_name");
        }
        return joins.toString();
    }

    private static String wideUsing() {
        String columns = list("k#", 400);
        String wide = "WITH w AS (SELECT " + list("1 AS k#", 400) + ") SELECT 1 FROM w";
        return wide + list(" JOIN w AS w# USING (" + columns + ")", 8, "");
    }

    private static String naturalOf(int columns, int tables) {
        String wide = "WITH w AS (SELECT " + list("1 AS k#", columns) + ") SELECT 1 FROM w";
        return wide + list(" NATURAL JOIN w AS w#", tables, "");
    }

    /** Every table brings a column that no other has, so that the row gets wider and wider. */
    private static String naturalDifferent() {
        String from = "SELECT 1 FROM (SELECT 1 AS k) AS t";
        return from + list(" NATURAL JOIN (SELECT 1 AS k,2 AS m#) AS t#", 500, "");
    }

    private static String nestedJoins() {
        return nested("(region AS a CROSS JOIN ", "nation", ")", 60);
    }

    private static String barriers() {
        String condition = list("1/o#.o_custkey=1", 400, " AND ");
        return "SELECT 1 FROM " + list("orders AS o#", 400) + " WHERE " + condition;
    }

    private void clauses() {
        put("GROUP BY", "SELECT count(*) FROM supplier GROUP BY " + list("s_name", 4_900));
        put("GROUP BY numbers", select(list("s_name", 1_600)) + " GROUP BY " + list("#", 1_600));
        put("GROUPING SETS", grouped("GROUPING SETS (" + list("(s_name,s_phone)", 1_600) + ")"));
        put("GROUPING SETS, 40 deep", grouped(nested("GROUPING SETS (", "s_name", ")", 40)));
        put("CUBE", grouped("CUBE (" + list("s_name", 4_900) + ")"));
        put("CUBE after CUBE", grouped(list("CUBE (s_name,s_phone)", 1_300)));
        put("ORDER BY", select("s_name") + " ORDER BY " + list("s_name DESC", 3_200));
        put("ORDER BY labels", labels());
        put(
                "windows",
                select(list("sum(s_acctbal) OVER (PARTITION BY s_name ORDER BY s_phone)", 650)));
        put("named windows", namedWindows());
        put("aggregates", select(list("count(DISTINCT s_name)", 1_600)));
        put("aggregates, HAVING", grouped("s_name HAVING " + list("count(*)>#", 1_350, " AND ")));
        put("LIMIT of many digits", select("s_name") + " LIMIT " + "9".repeat(900));
    }

    private static String grouped(String by) {
        return "SELECT count(*) FROM supplier GROUP BY " + by;
    }

    private static String labels() {
        return select(list("s_name AS a#", 1_600)) + " ORDER BY " + list("a#", 1_600);
    }

    private static String namedWindows() {
        String windows = list("w# AS (PARTITION BY s_name)", 600);
        return select(list("sum(s_acctbal) OVER w#", 600)) + " WINDOW " + windows;
    }

    private void characters() {
        put("one comment", "SELECT 1 /*" + "x".repeat(CHARACTERS_MAX - 13) + "*/");
        put("comments", "SELECT 1" + "/**/".repeat(16_000));
        put("comments to the line's end", "SELECT 1" + "-- \n".repeat(16_000));
        put("open comments", "SELECT 1 " + "/*".repeat(32_000));
        put("blanks", "SELECT 1" + " ".repeat(CHARACTERS_MAX - 8));
        put("one literal", "SELECT '" + "x".repeat(CHARACTERS_MAX - 9) + "'");
        put("doubled quotes", "SELECT '" + "''".repeat(32_000) + "'");
        put("an open literal", "SELECT '" + "''".repeat(32_000));
        put("literals on lines", "SELECT 'a'" + "\n'b'".repeat(TOKENS));
        put("one long name", "SELECT " + "x".repeat(60_000));
        put("one long quoted name", "SELECT \"" + "x".repeat(60_000) + "\"");
        put("long names", select(list("x".repeat(60) + "#", 900)));
        put("a name of many letters", "SELECT " + "\u00e9".repeat(60_000));
        put("a long number", "SELECT " + "9".repeat(60_000));
        put("long numbers", "SELECT " + list("9".repeat(900), 70));
        put("one operator", "SELECT 1 " + "+-".repeat(30_000) + " 1");
        put("dots", "SELECT a" + ".a".repeat(4_900));
        put("semicolons", "SELECT 1" + ";".repeat(9_900));
        put("commas", "SELECT " + ",".repeat(9_900));
        put("100,000 characters, too long", "SELECT '" + "x".repeat(100_000) + "'");
    }

    private void postgresql() {
        put("::", select("s_name" + "::text".repeat(120)));
        put("JSON steps", "SELECT CAST('{}' AS jsonb)" + "->'a'".repeat(4_900));
        put("JSON path", "SELECT jsonb_path_query('{}','$" + ".a".repeat(30_000) + "')");
        put("arrays", "SELECT ARRAY[" + list("1", 4_900) + "]");
        put("arrays, 60 deep", "SELECT " + nested("ARRAY[", "1", "]", 60));
        put("subscripts", select("s_name" + "[1]".repeat(3_200)));
        put("lateral", "SELECT 1 FROM region AS r" + lateral(500));
        put("functions in FROM", "SELECT 1 FROM " + list("generate_series(1,2) AS g#", 1_000));
        put("ROWS FROM", "SELECT 1 FROM ROWS FROM (" + list("generate_series(1,2)", 1_400) + ")");
        put("row comparisons", where(list("(s_name,s_phone)=('a','b')", 800, " OR ")));
        put("comments in comments", "SELECT 1 " + nested("/*", "", "*/", 16_000));
        put("dollar quotes", "SELECT " + list("$a$x$a$", 4_900));
        put("an open dollar quote", "SELECT $a$" + "$a $a".repeat(12_000));
        put("escapes", "SELECT E'" + "\\n".repeat(32_000) + "'");
        put("DISTINCT ON", "SELECT DISTINCT ON (" + list("s_name", 4_900) + ") 1 FROM supplier");
        put("row fields", select(list("(supplier).s_name", 1_500)));
        put("FILTER", select(list("count(*) FILTER (WHERE s_suppkey=#)", 800)));
    }

    private static String lateral(int times) {
        StringBuilder joins = new StringBuilder();
        for (int i = 0; i < times; i++) {
            String before = i == 0 ? "r.r_name" : "t" + (i - 1) + ".a";
            joins.append(" CROSS JOIN LATERAL (SELECT " + before + " AS a) AS t" + i);
        }
        return joins.toString();
    }

    private void mysql() {
        put("JSON arrows", select(list("s_name->'$.a'", 1_600)));
        put("JSON arrows in a row", select("s_name" + "->'$.a'".repeat(100)));
        put("literals in a row", "SELECT 'a'" + " 'b'".repeat(9_800));
        put("backslashes", "SELECT '" + "\\n".repeat(32_000) + "'");
        put(
                "STRAIGHT_JOIN",
                "SELECT 1 FROM region AS r" + list(" STRAIGHT_JOIN region AS r#", 1_200, ""));
        put("JOIN without ON", "SELECT 1 FROM region AS r" + list(" JOIN region AS r#", 1_400, ""));
        put("index hints", "SELECT 1 FROM region" + " USE INDEX (a)".repeat(1_900));
        put(
                "GROUP_CONCAT",
                select(list("group_concat(s_name ORDER BY s_phone SEPARATOR ',')", 900)));
        put("XOR", where(list("s_suppkey=#", 2_400, " XOR ")));
        put("comments that run", "SELECT 1 " + "/*! 1 */".repeat(6_000));
    }

    private void duckdb() {
        put("pivot of 1,000 values", pivot("IN (" + list("#", 1_000) + ")", "sum(s_acctbal)"));
        put("pivot of many aggregates", pivot("IN (1,2,3)", list("sum(s_acctbal)", 330)));
        put("pivots in a row", "FROM supplier" + pivots(60));
        put("unpivot", "UNPIVOT supplier ON " + list("s_name", 1_600) + " INTO NAME n VALUE v");
        put("lambdas, 50 deep", select(nested("list_transform([1], lambda x: ", "x", ")", 50)));
        put("lambdas", select(list("list_transform([1], lambda x: x + #)", 600)));
        put("comprehensions, 30 deep", select(nested("[", "x", " for x in [1]]", 30)));
        put("lists, 60 deep", "SELECT " + nested("[", "1", "]", 60));
        put("list of 4,900", "SELECT [" + list("#", 4_900) + "]");
        put("struct of 2,400", "SELECT {" + list("k#: 1", 2_400) + "}");
        put("EXCLUDE", "SELECT * EXCLUDE (" + list("none#", 4_000) + ") FROM supplier");
        put("REPLACE", "SELECT * REPLACE (" + list("1 AS s_name", 3_000) + ") FROM supplier");
        put("COLUMNS", select("COLUMNS('(a*)*(a*)*(a*)*(a*)*b')"));
        put("many COLUMNS", select(list("COLUMNS('s_.*')", 1_000)));
        put("COLUMNS in COLUMNS", select("COLUMNS(*)" + "+COLUMNS(*)".repeat(1_500)));
        put(
                "positional joins",
                "FROM region AS r" + list(" POSITIONAL JOIN region AS r#", 1_100, ""));
        put("ASOF joins", "FROM region AS r" + asof(600));
        put("GROUP BY ALL", select(list("s_name", 1_600)) + " GROUP BY ALL");
        put("BY NAME", list("SELECT * FROM lineitem", 1_200, " UNION BY NAME "));
        put("labels of labels", select("1 AS a0" + reused(1_500)));
        put("labels that double", select("1 AS a0" + doubledLabels(40)));
        put("macros, 50 deep", select(nested("list_avg([", "1", "])", 50)));
        put("macros that repeat", select(nested("nullif(", "1", ",1)", 50)));
        put("methods", select("s_name" + ".lower()".repeat(150)));
        put("slices", select("s_name" + "[1:2]".repeat(140)));
    }

    private static String pivot(String values, String aggregates) {
        return "PIVOT supplier ON s_suppkey " + values + " USING " + aggregates;
    }

    private static String pivots(int times) {
        return " PIVOT (sum(s_acctbal) FOR s_suppkey IN (1,2))".repeat(times);
    }

    private static String asof(int times) {
        return list(" ASOF JOIN region AS r# ON r.r_regionkey>=r#.r_regionkey", times, "");
    }

    private static String reused(int times) {
        StringBuilder labels = new StringBuilder();
        for (int i = 1; i <= times; i++) {
            labels.append(",a" + (i - 1) + "+1 AS a" + i);
        }
        return labels.toString();
    }

    private static String doubledLabels(int times) {
        StringBuilder labels = new StringBuilder();
        for (int i = 1; i <= times; i++) {
            labels.append(",a" + (i - 1) + "+a" + (i - 1) + " AS a" + i);
        }
        return labels.toString();
    }

    private void trino() {
        put(
                "lambdas, 50 deep",
                select(nested("transform(ARRAY[1], x -> ", "cardinality(x)", ")", 50)));
        put("lambdas", select(list("transform(ARRAY[1], x -> x + #)", 700)));
        put("arrays", "SELECT ARRAY[" + list("1", 4_900) + "]");
        put(
                "unnest",
                "SELECT 1 FROM region" + list(" CROSS JOIN UNNEST(ARRAY[1]) AS t# (a)", 600, ""));
        put("rows", "SELECT ROW(" + list("1", 4_900) + ")");
        put("subscripts", select("ARRAY[1]" + "[1]".repeat(3_000)));
        put("fields", select("s_name" + ".a".repeat(4_900)));
        put("types, 60 deep", "SELECT CAST(1 AS " + nested("array(", "bigint", ")", 60) + ")");
        put("row type", "SELECT CAST(1 AS row(" + list("f# bigint", 2_000) + "))");
        put("TRY, 60 deep", select(nested("TRY(", "s_name", ")", 60)));
        put("intervals", "SELECT " + list("INTERVAL '#' DAY", 2_400));
    }
}
