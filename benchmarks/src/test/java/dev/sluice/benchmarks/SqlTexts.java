package dev.sluice.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that everything is measured on. */
final class SqlTexts {
    /** What an agent asks most of the time; in the SQL that all measured parsers know. */
    static final List<String> SMALL =
            List.of(
                    "SELECT c_name, c_phone FROM customer WHERE c_custkey = 42",
                    "SELECT count(*) FROM orders WHERE o_orderdate >= DATE '1995-01-01'",
                    "SELECT o_orderstatus, count(*) AS n FROM orders GROUP BY o_orderstatus"
                            + " ORDER BY n DESC",
                    "SELECT c.c_name, o.o_totalprice FROM customer c JOIN orders o"
                            + " ON o.o_custkey = c.c_custkey WHERE o.o_totalprice > 1000",
                    "SELECT s_name FROM supplier WHERE s_acctbal BETWEEN 10 AND 20",
                    "SELECT p_type, avg(p_retailprice) FROM part WHERE p_brand IN"
                            + " ('Brand#12', 'Brand#34') GROUP BY p_type");

    private static final int TPCH_QUERIES = 22;
    private static final int CHARACTERS = 64 * 1024;

    /** TPC-H's query 15 creates a view first, which here is a common table expression. */
    private static final Pattern VIEW =
            Pattern.compile("CREATE OR REPLACE VIEW (\\w+) AS(.*?);(.*)", Pattern.DOTALL);

    private SqlTexts() {}

    /** The 22 queries of TPC-H, from the artifact that the Trino project publishes. */
    static List<String> tpch() {
        return IntStream.rangeClosed(1, TPCH_QUERIES).mapToObj(SqlTexts::tpch).toList();
    }

    private static String tpch(int number) {
        String path = "/io/trino/tpch/queries/q" + number + ".sql";
        try (InputStream in = SqlTexts.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no such query: " + path);
            }
            return prepared(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String prepared(String file) {
        String text = file.lines().filter(line -> !line.startsWith("--")).collect(joined());
        Matcher view = VIEW.matcher(text);
        if (view.find()) {
            text = "WITH %s AS (%s)%s".formatted(view.group(1), view.group(2), view.group(3));
        }
        // A name that one of the parsers reserves.
        String statement = text.replaceAll("\\bvalue\\b", "amount").strip();
        return statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement;
    }

    private static java.util.stream.Collector<CharSequence, ?, String> joined() {
        return Collectors.joining("\n");
    }

    /** By name, texts at a limit of the guard: length, tokens or nesting. */
    static Map<String, String> worst() {
        Map<String, String> texts = new TreeMap<>();
        texts.put("nesting_60", "SELECT " + "(".repeat(60) + "1" + ")".repeat(60));
        texts.put("derived_60", nested(60));
        texts.put("operators_4990", "SELECT 1" + " + 1".repeat(4_990));
        texts.put("or_2490", "SELECT s_name FROM supplier WHERE s_suppkey=0" + or(2_490));
        texts.put("in_4990", "SELECT s_name FROM supplier WHERE s_suppkey IN (" + in(4_990) + ")");
        texts.put(
                "in_20000",
                "SELECT s_name FROM supplier WHERE s_suppkey IN (" + list("1", 20_000) + ")");
        texts.put("columns_1600", "SELECT " + list("s_name", 1_600) + " FROM supplier");
        texts.put("text_literal_64k", "SELECT s_name FROM supplier WHERE s_name = '" + filler());
        texts.put("case_1100", "SELECT CASE" + " WHEN 1=2 THEN 3".repeat(1_100) + " END");
        texts.put("unions_900", "SELECT 1" + " UNION ALL SELECT 1".repeat(900));
        texts.put("joins_500", "SELECT 1 FROM region r" + joins(500));
        texts.put("comment_64k", "SELECT 1 /*" + "x".repeat(CHARACTERS - 13) + "*/");
        texts.put("blanks_64k", "SELECT 1" + " ".repeat(CHARACTERS - 8));
        return texts;
    }

    private static String nested(int depth) {
        String text = "SELECT s_name FROM supplier";
        for (int i = 0; i < depth; i++) {
            text = "SELECT s_name FROM (" + text + ") AS t";
        }
        return text;
    }

    private static String or(int terms) {
        return IntStream.range(0, terms)
                .mapToObj(i -> " OR s_suppkey=" + i)
                .collect(Collectors.joining());
    }

    private static String in(int values) {
        return IntStream.range(0, values)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
    }

    private static String list(String item, int times) {
        return (item + ",").repeat(times - 1) + item;
    }

    private static String filler() {
        return "x".repeat(CHARACTERS - 48) + "'";
    }

    private static String joins(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> " CROSS JOIN region r" + i)
                .collect(Collectors.joining());
    }
}
