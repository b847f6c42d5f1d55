package dev.sluice.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Medians after a fixed number of statements rather than a fixed time: on a machine that others use
 * as well, time alone does not tell when a subject is warm.
 */
public final class Medians {
    /** The compiler goes on for hundreds of thousands of statements. */
    private static final int WARM_UP = 400_000;

    /** How much longer a query of TPC-H is than a small statement. */
    private static final int LONGER = 4;

    private static final int MEASURED = 20_000;

    private Medians() {}

    /** Prints the median time and the memory of one statement, for each subject and set. */
    public static void main(String[] args) {
        for (String subject : List.of("guard", "reused", "jsqlparser", "calcite", "trino")) {
            print("small", subject, SqlTexts.SMALL, WARM_UP);
            print("tpch", subject, SqlTexts.tpch(), WARM_UP / LONGER);
        }
    }

    private static void print(String set, String subject, List<String> texts, int warmUp) {
        Subject taker = Subject.named(subject);
        run(taker, texts, new long[warmUp]);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long[] nanos = run(taker, texts, new long[MEASURED]);
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / MEASURED;
        Arrays.sort(nanos);
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "%-6s %-10s median %6.1f us, %6.1f kB",
                        set,
                        subject,
                        nanos[MEASURED / 2] / 1e3,
                        bytes / 1e3));
    }

    private static long[] run(Subject taker, List<String> texts, long[] nanos) {
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            taker.take(texts.get(i % texts.size()));
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }
}
