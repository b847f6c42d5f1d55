package dev.sluice.systemtests.measure;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** How long something took, each time. */
record Timings(Collection<Long> nanos) {
    private static final double NANOS_PER_MILLI = 1e6;

    int count() {
        return nanos.size();
    }

    /** Milliseconds under which this share of all times is. */
    double quantile(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)] / NANOS_PER_MILLI;
    }

    double median() {
        return quantile(0.5);
    }

    double worst() {
        return quantile(1);
    }

    static String millis(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value);
    }

    /** A row of a table in Markdown. */
    static String row(String... cells) {
        return "| " + String.join(" | ", Arrays.asList(cells)) + " |";
    }
}
