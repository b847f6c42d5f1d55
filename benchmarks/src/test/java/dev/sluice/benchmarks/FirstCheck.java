package dev.sluice.benchmarks;

import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How long the first check of a new process takes, from the policy to the decision: starts a Java
 * virtual machine again and again, which holds the guard and nothing else.
 */
public final class FirstCheck {
    private static final int PROCESSES = 21;

    private FirstCheck() {}

    /** Prints the median, the smallest and the largest time. */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            millis.add(run());
        }
        millis.sort(null);
        System.out.printf(
                "first check in a new process, %d processes: median %.1f ms, min %.1f, max %.1f%n",
                PROCESSES, millis.get(PROCESSES / 2), millis.getFirst(), millis.getLast());
    }

    private static double run() throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        guardAlone(),
                        Child.class.getName());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String answer =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the process failed: " + answer);
        }
        return Long.parseLong(answer) / 1e6;
    }

    private static String guardAlone() {
        String separator = System.getProperty("path.separator");
        return Arrays.stream(System.getProperty("java.class.path").split(separator))
                .filter(entry -> entry.matches("(.*/)?(core|guard|benchmarks)/target/.*"))
                .collect(Collectors.joining(separator));
    }

    /** What the new process does. */
    static final class Child {
        private Child() {}

        /** Prints nanoseconds. */
        public static void main(String[] args) {
            long start = System.nanoTime();
            Guard guard = Guard.of(Shop.policy(), Shop.schema());
            Decision decision = guard.check(SqlTexts.SMALL.getFirst(), Shop.CLAIMS);
            long nanos = System.nanoTime() - start;
            if (!(decision instanceof Decision.Allowed)) {
                throw new IllegalStateException(decision.toString());
            }
            System.out.println(nanos);
        }
    }
}
