package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.core.ReasonCode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Work grows with the text and not faster. What is counted is memory taken, which does not depend
 * on what else the machine does, as a clock would.
 */
class LinearWorkTest {
    private static final int SIZE = 400;

    /** Twice the text, and some for what grows in steps. */
    private static final double GROWTH_MAX = 2.5;

    /** No bar but a net: any text is through in a fraction of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Guard guard = ShopFixture.guard();

    /** A family of texts. */
    record Family(String name, IntFunction<String> text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Family> families() {
        List<Family> families = new ArrayList<>();
        families.add(new Family("operators", n -> "SELECT 1" + " + 1".repeat(n)));
        families.add(new Family("concatenations", n -> "SELECT 'a'" + " || 'b'".repeat(n)));
        families.add(new Family("values of a list", n -> where("id IN (" + list("%d", n) + ")")));
        families.add(new Family("alternatives", n -> where(list("id = %d", n, " OR "))));
        families.add(new Family("conditions", n -> where(list("(id = %d)", n, " AND "))));
        families.add(new Family("columns", n -> "SELECT " + list("title", n) + " FROM books"));
        families.add(new Family("branches of a case", n -> "SELECT CASE" + whens(n) + " END"));
        families.add(new Family("set operations", n -> "SELECT 1" + " UNION SELECT 1".repeat(n)));
        families.add(new Family("rows", n -> "VALUES " + list("(%d)", n)));
        families.add(new Family("grouped columns", n -> from("GROUP BY " + list("title", n))));
        families.add(new Family("sorted columns", n -> from("ORDER BY " + list("title", n))));
        families.add(new Family("calls", n -> "SELECT " + list("lower('a')", n)));
        families.add(new Family("sub-queries", n -> "SELECT " + list("(SELECT 1)", n)));
        families.add(new Family("semicolons", n -> "SELECT 1" + ";".repeat(n)));
        families.add(new Family("comments", n -> "SELECT 1" + "/* a */".repeat(n)));
        families.add(new Family("one long comment", n -> "SELECT 1 /*" + "/*a*/".repeat(n) + "*/"));
        families.add(new Family("one long literal", n -> "SELECT '" + "''".repeat(n * 20) + "'"));
        families.add(new Family("glued literals", n -> "SELECT 'a'" + "\n'b'".repeat(n)));
        families.add(new Family("JSON steps", n -> "SELECT '{}'::jsonb" + " -> 'a'".repeat(n)));
        families.add(
                new Family(
                        "references through levels",
                        n ->
                                from(
                                        "WHERE "
                                                + "EXISTS (SELECT 1 FROM loans WHERE ".repeat(20)
                                                + list("title = 'a'", n, " AND ")
                                                + ")".repeat(20))));
        families.add(new Family("tables", n -> "SELECT 1 FROM " + list("books b%d", n)));
        families.add(
                new Family(
                        "joins",
                        n -> "SELECT 1 FROM books b" + list(" CROSS JOIN books b%d", n, "")));
        families.add(
                new Family(
                        "common tables",
                        n -> "WITH " + list("c%d AS (SELECT 1)", n) + " SELECT 1"));
        families.add(
                new Family(
                        "common tables of each other",
                        n ->
                                "WITH c AS (SELECT 1 AS x)"
                                        + IntStream.range(0, n)
                                                .mapToObj(i ->
                                                        ", c%d AS (SELECT x FROM %s)"
                                                                .formatted(
                                                                        i,
                                                                        i == 0
                                                                                ? "c"
                                                                                : "c" + (i - 1)))
                                                .collect(Collectors.joining())
                                        + " SELECT 1"));
        return families;
    }

    private static String list(String item, int times) {
        return list(item, times, ", ");
    }

    private static String list(String item, int times, String separator) {
        return IntStream.range(0, times)
                .mapToObj(i -> item.replace("%d", String.valueOf(i)))
                .collect(Collectors.joining(separator));
    }

    private static String where(String condition) {
        return from("WHERE " + condition);
    }

    private static String from(String rest) {
        return "SELECT 1 FROM books " + rest;
    }

    private static String whens(int times) {
        return " WHEN 1 = 2 THEN 3".repeat(times);
    }

    @ParameterizedTest
    @MethodSource("families")
    void takesTwiceTheMemoryForTwiceTheText(Family family) {
        String small = family.text().apply(SIZE);
        String large = family.text().apply(2 * SIZE);

        assertThat(taken(large)).isLessThan((long) (GROWTH_MAX * taken(small)));
    }

    private long taken(String sql) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            Decision decision = guard.check(sql, ShopFixture.CLAIMS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            assertThat(decision).isInstanceOf(Decision.Allowed.class);
        }
        return least;
    }

    @ParameterizedTest
    @MethodSource("families")
    void endsAtTheLimitOfTextsToo(Family family) {
        int times = 1;
        while (family.text().apply(times * 2).length() <= 64 * 1024) {
            times *= 2;
        }
        String sql = family.text().apply(times);

        assertTimeoutPreemptively(PATIENCE, () -> guard.check(sql, ShopFixture.CLAIMS));
    }

    @Test
    void refusesWhatIsTooMuchBeforeItReadsOn() {
        String tokens = "SELECT 1" + " + 1".repeat(20_000);
        String nesting = "SELECT " + "(".repeat(30_000) + "1" + ")".repeat(30_000);
        String length = "SELECT '" + "x".repeat(70_000) + "'";

        for (String sql : List.of(tokens, nesting, length)) {
            assertThat(guard.check(sql, ShopFixture.CLAIMS))
                    .extracting(decision -> ((Decision.Refused) decision).code())
                    .isEqualTo(ReasonCode.QUERY_TOO_COMPLEX);
        }
        assertThat(least(length)).isLessThan(100_000);
        assertThat(least(nesting)).isLessThan(100_000);
    }

    private long least(String sql) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            guard.check(sql, ShopFixture.CLAIMS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
