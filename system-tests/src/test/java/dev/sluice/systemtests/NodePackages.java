package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The npm packages of {@code system-tests/node}, installed once below {@code target} as the lock
 * file says, and a Node that is new enough for them. Where npm is missing, tests that ask for them
 * are skipped.
 */
public final class NodePackages {
    private static final Path SOURCE = Path.of("node");
    private static final Path HOME = Path.of("target", "node");
    private static final Path MARK = HOME.resolve("installed-lock.json");
    private static final Duration INSTALL_MAX = Duration.ofMinutes(5);
    private static final int NODE_MAJOR_MIN = 22;

    private final Path node;

    private NodePackages(Path node) {
        this.node = node;
    }

    /** How a program ended. */
    public record Outcome(int exitCode, String output, String errors) {

        /** The output of a program that ended well. */
        public String successful() {
            assertThat(exitCode).as("%s%n%s", output, errors).isZero();
            return output;
        }
    }

    /** Installs the packages unless that was done for this lock file. */
    public static synchronized NodePackages installed() {
        Path npm =
                onPath("npm")
                        .orElseGet(() ->
                                abort(
                                        "npm is not on the PATH: the judges of"
                                                + " system-tests/node were NOT run (Debian:"
                                                + " apt-get install npm)"));
        try {
            copySources();
            Path lock = HOME.resolve("package-lock.json");
            if (!Files.exists(MARK) || Files.mismatch(lock, MARK) != -1) {
                run(
                                INSTALL_MAX,
                                "",
                                List.of(npm.toString(), "ci", "--ignore-scripts", "--no-progress"))
                        .successful();
                Files.copy(lock, MARK, StandardCopyOption.REPLACE_EXISTING);
            }
            return new NodePackages(newEnoughNode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path node() {
        return node.toAbsolutePath();
    }

    /** A file of one of the packages, or one of our scripts. */
    public Path file(String path) {
        return HOME.resolve(path).toAbsolutePath();
    }

    /** Runs a script to its end. */
    public Outcome run(Duration max, String input, Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(node().toString(), script.toString()));
        command.addAll(List.of(arguments));
        return run(max, input, command);
    }

    private static void copySources() throws IOException {
        Files.createDirectories(HOME);
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(
                        file,
                        HOME.resolve(file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.copy(
                Path.of("..", ".npmrc"),
                HOME.resolve(".npmrc"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** From the lock file where the platform has one, else the machine's own. */
    private static Path newEnoughNode() throws IOException {
        for (String platform : List.of("linux-x64", "linux-arm64")) {
            Path locked = HOME.resolve("node_modules/node-" + platform + "/bin/node");
            if (Files.isExecutable(locked)) {
                return locked;
            }
        }
        Path own =
                onPath("node").orElseGet(() -> abort("node is not on the PATH: nothing was run"));
        String version =
                run(Duration.ofSeconds(10), "", List.of(own.toString(), "--version")).successful();
        int major = Integer.parseInt(version.strip().substring(1, version.indexOf('.')));
        return major >= NODE_MAJOR_MIN
                ? own
                : abort("node " + version.strip() + " is older than 22: nothing was run");
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Outcome run(Duration max, String input, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).directory(HOME.toFile()).start();
            Gatherer output = new Gatherer(process.getInputStream());
            Gatherer errors = new Gatherer(process.getErrorStream());
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            boolean ended = process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            Outcome outcome =
                    new Outcome(ended ? process.exitValue() : -1, output.text(), errors.text());
            assertThat(ended).as("%s ended within %s: %s", command, max, outcome).isTrue();
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads a stream to its end on a thread of its own, so that no pipe fills up. */
    private static final class Gatherer {
        private final Thread thread;
        private volatile String text = "";

        Gatherer(java.io.InputStream in) {
            thread =
                    Thread.startVirtualThread(() -> {
                        try {
                            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        } catch (IOException e) {
                            text = e.toString();
                        }
                    });
        }

        String text() throws InterruptedException {
            thread.join();
            return text;
        }
    }
}
