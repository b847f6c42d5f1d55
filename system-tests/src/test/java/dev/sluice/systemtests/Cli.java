package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code sluice} command as a process of its own. */
final class Cli {
    private static final int SECONDS_MAX = 180;

    private final Path directory;
    private final Map<String, String> environment;

    /**
     * @param directory for what the command keeps, and what it says
     */
    Cli(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = new TreeMap<>(environment);
        this.environment.put("XDG_CONFIG_HOME", directory.toString());
        this.environment.put("XDG_CACHE_HOME", directory.toString());
    }

    /** What one command did. */
    record Ran(int exit, String out, String err) {
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The error object that {@code --json} writes. */
        JsonNode error() {
            return JsonMapper.shared().readTree(err.lines().toList().getLast());
        }
    }

    Ran run(String... arguments) {
        return runWith("", arguments);
    }

    /** As {@link #run}, and it must have worked. */
    Ran done(String... arguments) {
        Ran ran = run(arguments);
        assertThat(ran.exit()).as(ran.toString()).isZero();
        return ran;
    }

    Ran runWith(String input, String... arguments) {
        try {
            Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
            Path out = Files.createTempFile(directory, "out", "");
            Path err = Files.createTempFile(directory, "err", "");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(
                    List.of(
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "dev.sluice.cli.Main"));
            command.addAll(List.of(arguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
            return new Ran(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
