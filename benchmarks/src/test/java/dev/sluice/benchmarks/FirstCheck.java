package dev.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How long the first statement takes in a new process: starts a Java virtual machine again and
 * again, one subject after the other, so that all suffer from whatever else the machine does.
 * Twice: with nothing, and with a cache of loaded and linked classes that the same subject left
 * before (JEP 483 and 514).
 */
public final class FirstCheck {
    private static final int ROUNDS = 15;
    private static final String NOTHING = "nothing";
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final String classPath;
    private final Path directory;

    private FirstCheck(String classPath, Path directory) {
        this.classPath = classPath;
        this.directory = directory;
    }

    /** In milliseconds, of the whole process and from the start of its main method. */
    private record Times(double whole, double inside) {}

    /**
     * Prints medians and smallest times of each subject; {@code nothing} is a process that does
     * nothing.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("first-check");
        try {
            new FirstCheck(Jars.classPath(directory), directory).measure();
        } finally {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private void measure() throws IOException, InterruptedException {
        List<String> subjects = new ArrayList<>(List.of(NOTHING));
        subjects.addAll(Subject.NAMES);
        print("as they are", subjects, name -> List.of());
        for (String name : subjects) {
            run(name, List.of("-XX:AOTCacheOutput=" + cache(name)));
        }
        print("with a cache of classes", subjects, name -> List.of("-XX:AOTCache=" + cache(name)));
    }

    private Path cache(String subject) {
        return directory.resolve(subject + ".aot");
    }

    /** The options that a subject's virtual machine gets. */
    private interface Options {
        List<String> of(String subject);
    }

    private void print(String title, List<String> subjects, Options options)
            throws IOException, InterruptedException {
        Map<String, List<Times>> times = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String name : subjects) {
                times.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(run(name, options.of(name)));
            }
        }
        System.out.println(title);
        times.forEach((name, all) -> {
            List<Double> whole = all.stream().map(Times::whole).sorted().toList();
            List<Double> inside = all.stream().map(Times::inside).sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-12s process median %7.1f ms, least %7.1f; inside median %7.1f, least"
                            + " %7.1f%n",
                    name,
                    whole.get(ROUNDS / 2),
                    whole.getFirst(),
                    inside.get(ROUNDS / 2),
                    inside.getFirst());
        });
    }

    private Times run(String subject, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Child.class.getName(), subject));
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the process failed for " + subject);
        }
        double whole = (System.nanoTime() - start) / 1e6;
        // What writes a cache says so, too.
        String nanos = answer.lines().findFirst().orElseThrow().strip();
        return new Times(whole, Long.parseLong(nanos) / 1e6);
    }

    /** What the new process does. */
    static final class Child {
        private static final String SQL =
                "SELECT c_name, c_phone FROM customer WHERE c_custkey = 42";

        private Child() {}

        /** Prints nanoseconds: for the guard, making the policy and the schema are part of it. */
        public static void main(String[] args) {
            long start = System.nanoTime();
            Object taken = take(args[0]);
            long nanos = System.nanoTime() - start;
            System.out.println(taken == null ? -1 : nanos);
        }

        /** The guard without as much as a glance at the others' classes. */
        private static Object take(String subject) {
            return switch (subject) {
                case NOTHING -> subject;
                case "guard" -> Shop.guard().check(SQL, Shop.CLAIMS);
                default -> Subject.named(subject).take(SQL);
            };
        }
    }
}
