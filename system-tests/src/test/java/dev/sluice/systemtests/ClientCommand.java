package dev.sluice.systemtests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The {@code sluice} command of a client, run to its end in a process of its own.
 *
 * @param output both of its streams
 */
record ClientCommand(int exit, String output) {
    private static final int SECONDS_MAX = 120;

    /**
     * Runs it.
     *
     * @param home a directory for what it keeps
     * @param environment for example {@code SLUICE_URL} and {@code SLUICE_TOKEN}
     */
    static ClientCommand run(
            Path home, Map<String, String> environment, String input, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sluice.cli.Main"));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(home, "command-", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
            builder.environment().put("XDG_CONFIG_HOME", home.toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end: " + command);
            }
            return new ClientCommand(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
