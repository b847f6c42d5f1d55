package dev.sluice.server.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs as the store's account, in the store's directory, with an environment
 * of their own: ours may hold keys.
 *
 * @param store the working directory
 * @param log where the programs' output goes
 */
record ChildProgram(ProcessAccount account, Path store, Path log) {
    /** The end of the log that a message quotes. */
    private static final int QUOTED_CHARACTERS_MAX = 2000;

    Process start(List<String> program) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(account.command(program))
                        .directory(store.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder.start();
    }

    /** Runs a program to its end; whatever it is given to read is not on its command line. */
    void run(List<String> program, String input, Duration limit) throws IOException {
        Process process = start(program);
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name(program) + " took longer than " + limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(name(program) + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    name(program) + " failed with status " + process.exitValue() + ": " + tail());
        }
    }

    /** The last words of what ran. */
    String tail() {
        try {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
            return text.substring(Math.max(0, text.length() - QUOTED_CHARACTERS_MAX));
        } catch (IOException _) {
            return "(no output)";
        }
    }

    private static String name(List<String> program) {
        return String.valueOf(Path.of(program.getFirst()).getFileName());
    }
}
