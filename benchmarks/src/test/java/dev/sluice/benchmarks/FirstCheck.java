package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the first statement takes in a new process, from nothing to the decision or the tree:
 * starts a Java virtual machine again and again, one subject after the other, so that all suffer
 * from whatever else the machine does.
 */
public final class FirstCheck {
    private static final int ROUNDS = 15;

    private FirstCheck() {}

    /** Prints the median, the smallest and the largest time of each subject. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<List<Double>> millis = new ArrayList<>();
        Subject.NAMES.forEach(name -> millis.add(new ArrayList<>()));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < millis.size(); i++) {
                millis.get(i).add(run(Subject.NAMES.get(i)));
            }
        }
        for (int i = 0; i < millis.size(); i++) {
            List<Double> sorted = millis.get(i).stream().sorted().toList();
            System.out.printf(
                    "%-12s median %7.1f ms, min %7.1f, max %7.1f%n",
                    Subject.NAMES.get(i),
                    sorted.get(ROUNDS / 2),
                    sorted.getFirst(),
                    sorted.getLast());
        }
    }

    private static double run(String subject) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        subject);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the process failed for " + subject);
        }
        return Long.parseLong(answer) / 1e6;
    }

    /** What the new process does. */
    static final class Child {
        private Child() {}

        /** Prints nanoseconds; the policy and the schema are given, as they are to a server. */
        public static void main(String[] args) {
            Shop.policy();
            Shop.schema();
            long start = System.nanoTime();
            Object taken = take(args[0], SqlTexts.SMALL.getFirst());
            long nanos = System.nanoTime() - start;
            System.out.println(taken == null ? -1 : nanos);
        }

        /** The guard without as much as a glance at the others' classes. */
        private static Object take(String subject, String sql) {
            return subject.equals("guard")
                    ? Shop.guard().check(sql, Shop.CLAIMS)
                    : Subject.named(subject).take(sql);
        }
    }
}
