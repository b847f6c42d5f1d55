package dev.sluice.guard.proof;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A DuckDB file opened for reading alone, in a process of its own with little memory: some of what
 * it is asked takes all that there is, or ends the process.
 */
final class ReadOnlyDuckdb implements AutoCloseable {
    private static final Pattern DENIED =
            Pattern.compile(
                    "(?s).*(Permission Error|read-only mode|disabled by configuration"
                            + "|disabled through configuration|configuration has been locked).*");
    private static final Pattern STOPPED =
            Pattern.compile("(?s).*(INTERRUPT|Interrupted|Out of Memory|bad_alloc).*");
    private static final int QUERY_SECONDS = 1;
    private static final int ANSWER_SECONDS = 15;
    private static final int START_SECONDS = 120;
    private static final List<String> LIMITED =
            List.of("bash", "-c", "ulimit -v 4000000; exec \"$@\"", "-");
    private static final List<String> SMALL =
            List.of(
                    "-Xmx64m",
                    "-XX:CompressedClassSpaceSize=64m",
                    "-XX:ReservedCodeCacheSize=64m",
                    "--enable-native-access=ALL-UNNAMED");

    private final String url;
    private @Nullable Process process;

    ReadOnlyDuckdb(String url) {
        this.url = url;
    }

    /** What becomes of this text; a process that does not survive it was running it. */
    Raw raw(String sql) throws IOException {
        if (process == null || !process.isAlive()) {
            process = start();
            if (answer(process.inputReader(), START_SECONDS) == null) {
                throw new IOException("DuckDB does not start");
            }
        }
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        BufferedWriter out = process.outputWriter();
        out.write(Base64.getEncoder().encodeToString(bytes));
        out.newLine();
        out.flush();
        String answer = answer(process.inputReader(), ANSWER_SECONDS);
        if (answer == null) {
            close();
        }
        return answer == null ? Raw.RUNS : Raw.valueOf(answer);
    }

    private static @Nullable String answer(BufferedReader in, int seconds) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> line(in)).get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException | ExecutionException e) {
            throw new IOException(e);
        }
    }

    private static @Nullable String line(BufferedReader in) {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            command.addAll(LIMITED);
        }
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(ReadOnlyDuckdb.class.getName(), url));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process = null;
        }
    }

    /** The process: a text in, its answer out, until there are no more. */
    static void main(String[] arguments) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println(run(arguments[0], "SELECT 1"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            byte[] bytes = Base64.getDecoder().decode(line);
            System.out.println(run(arguments[0], new String(bytes, StandardCharsets.UTF_8)));
        }
    }

    private static Raw run(String url, String sql) {
        Properties reading = new Properties();
        reading.setProperty("duckdb.read_only", "true");
        reading.setProperty("enable_external_access", "false");
        reading.setProperty("memory_limit", "256MB");
        reading.setProperty("threads", "1");
        try (Connection plain = DriverManager.getConnection(url, reading);
                Statement statement = plain.createStatement()) {
            statement.execute("SET search_path = 'shop'; SET lock_configuration = true");
            statement.setQueryTimeout(QUERY_SECONDS);
            return Raw.of(statement, sql);
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            if (STOPPED.matcher(message).matches()) {
                return Raw.RUNS;
            }
            return DENIED.matcher(message).matches() ? Raw.NOT_PERMITTED : Raw.AN_ERROR;
        }
    }
}
