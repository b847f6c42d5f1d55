package dev.sluice.systemtests.clients;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that is talked to while it runs. Closing it ends it and what it started. */
final class RunningProgram implements AutoCloseable {
    private static final Duration WORD_MAX = Duration.ofSeconds(60);

    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final List<Thread> readers;

    private RunningProgram(Process process) {
        this.process = process;
        this.readers =
                List.of(
                        reader(process.getInputStream(), output),
                        reader(process.getErrorStream(), errors));
    }

    /**
     * Starts it.
     *
     * @param environment what it gets besides the machine's own
     */
    static RunningProgram start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
        builder.environment().putAll(environment);
        try {
            return new RunningProgram(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread reader(InputStream in, ByteArrayOutputStream to) {
        return Thread.startVirtualThread(() -> {
            try {
                in.transferTo(to);
            } catch (IOException e) {
                to.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** Waits until the pattern is on either stream, followed by white space; its first group. */
    String says(String pattern) {
        Pattern wanted = Pattern.compile(pattern + "(?=\\s)");
        Instant end = Instant.now().plus(WORD_MAX);
        while (true) {
            boolean ended = !process.isAlive();
            for (String stream : List.of(output(), errors())) {
                Matcher found = wanted.matcher(stream);
                if (found.find()) {
                    return found.group(1);
                }
            }
            if (ended || Instant.now().isAfter(end)) {
                throw new AssertionError("it never said " + pattern + ": " + this);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void hear(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it that nothing more comes, and waits for its end. */
    int end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(WORD_MAX.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + this);
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "output:\n" + output() + "\nerrors:\n" + errors();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
