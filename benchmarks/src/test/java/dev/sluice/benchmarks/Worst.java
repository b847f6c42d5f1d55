package dev.sluice.benchmarks;

import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long texts take that want to take long: processor time, which other programs on the machine
 * disturb less than they disturb a clock, and memory taken, both of one text when warm. Each
 * subject has processes of its own, since some do not come back: what takes longer than {@value
 * #PATIENCE_SECONDS} s is given up.
 */
public final class Worst {
    static final List<String> DIALECTS = List.of("postgresql", "mysql", "duckdb", "trino");
    private static final int PATIENCE_SECONDS = 20;
    private static final int WARM_UP = 3_000;
    private static final long ROUNDS_NANOS = 1_500_000_000L;
    private static final int ROUNDS_MIN = 5;
    private static final int ROUNDS_MAX = 60;
    private static final int SHOWN = 12;

    private Worst() {}

    /** One text's figures. */
    private record Figure(String text, double millis, double megabytes, String answer) {}

    /**
     * Prints the texts that took longest, for the guard in each dialect and for the other subjects
     * on the texts for PostgreSQL; with {@code all}, every text.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int shown = List.of(args).contains("all") ? Integer.MAX_VALUE : SHOWN;
        for (String dialect : DIALECTS) {
            print("guard", dialect, shown);
        }
        if (!List.of(args).contains("guard")) {
            for (String subject : List.of("jsqlparser", "calcite", "trino")) {
                print(subject, "postgresql", shown);
            }
        }
    }

    private static void print(String subject, String dialect, int shown)
            throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        int texts = WorstTexts.of(dialect).size();
        while (figures.size() < texts) {
            figures.addAll(run(subject, dialect, figures.size()));
        }
        figures.sort((one, other) -> Double.compare(other.millis(), one.millis()));
        System.out.printf(Locale.ROOT, "%n%s, texts for %s: %d%n", subject, dialect, texts);
        figures.stream()
                .limit(shown)
                .forEach(figure ->
                        System.out.printf(
                                Locale.ROOT,
                                "%-40s %9.2f ms %8.1f MB  %s%n",
                                figure.text(),
                                figure.millis(),
                                figure.megabytes(),
                                figure.answer()));
    }

    /** The figures that one process gives from the text of this number on. */
    private static List<Figure> run(String subject, String dialect, int from)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                subject,
                                dialect,
                                String.valueOf(from))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        List<String> names = List.copyOf(WorstTexts.of(dialect).keySet());
        List<Figure> figures = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Thread reader = Thread.ofVirtual().start(() -> read(lines, figures));
            int known = -1;
            while (reader.isAlive() && known < size(figures)) {
                known = size(figures);
                reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS + 10));
            }
            process.destroyForcibly().waitFor();
            reader.join();
        }
        if (from + figures.size() < names.size()) {
            String stuck = names.get(from + figures.size());
            figures.add(new Figure(stuck, PATIENCE_SECONDS * 1e3, 0, "given up"));
        }
        return figures;
    }

    private static int size(List<Figure> figures) {
        synchronized (figures) {
            return figures.size();
        }
    }

    private static void read(BufferedReader lines, List<Figure> figures) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", -1);
                synchronized (figures) {
                    figures.add(
                            new Figure(
                                    parts[0],
                                    Double.parseDouble(parts[1]),
                                    Double.parseDouble(parts[2]),
                                    parts[3]));
                }
            }
        } catch (IOException e) {
            // The process was ended.
        }
    }

    /** What a process of its own does. */
    static final class Child {
        private static final com.sun.management.ThreadMXBean THREADS =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

        private Child() {}

        /** Arguments: subject, dialect, number of the first text. */
        public static void main(String[] args) {
            Subject taker = args[0].equals("guard") ? guard(args[1]) : Subject.named(args[0]);
            for (int i = 0; i < WARM_UP; i++) {
                taker.take(SqlTexts.SMALL.get(i % SqlTexts.SMALL.size()));
            }
            List<Map.Entry<String, String>> texts = List.copyOf(WorstTexts.of(args[1]).entrySet());
            for (var text : texts.subList(Integer.parseInt(args[2]), texts.size())) {
                measure(taker, text.getKey(), text.getValue());
            }
        }

        private static Subject guard(String dialect) {
            Guard guard = Shop.guard(dialect);
            return sql ->
                    switch (guard.check(sql, Shop.CLAIMS)) {
                        case Decision.Allowed allowed -> "allowed";
                        case Decision.Refused refused -> "refused: " + refused.message();
                    };
        }

        private static void measure(Subject taker, String name, String sql) {
            long[] nanos = new long[ROUNDS_MAX];
            int rounds = 0;
            long bytes = 0;
            Object answer = "";
            long start = System.nanoTime();
            while (rounds < ROUNDS_MAX
                    && (rounds < ROUNDS_MIN || System.nanoTime() - start < ROUNDS_NANOS)
                    && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                long cpu = THREADS.getCurrentThreadCpuTime();
                answer = answer(taker, sql);
                nanos[rounds++] = THREADS.getCurrentThreadCpuTime() - cpu;
                bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
            }
            // Of the second half: the first warms up.
            long[] warm = Arrays.copyOfRange(nanos, rounds / 2, rounds);
            Arrays.sort(warm);
            System.out.println(
                    String.join(
                            "\t",
                            name,
                            String.valueOf(warm[warm.length / 2] / 1e6),
                            String.valueOf(bytes / 1e6),
                            answer.toString().replaceAll("\\s+", " ")));
        }

        private static Object answer(Subject taker, String sql) {
            try {
                Object answer = taker.take(sql);
                return answer instanceof String text ? text : "parsed";
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                return "failed: " + e.getClass().getSimpleName();
            }
        }
    }
}
