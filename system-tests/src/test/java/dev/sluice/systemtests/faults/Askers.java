package dev.sluice.systemtests.faults;

import dev.sluice.systemtests.McpCaller;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Agents that ask the same again and again, and what they were told. */
final class Askers implements AutoCloseable {
    /** The code of an answer with rows. */
    static final String ROWS = "ROWS";

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final JsonMapper JSON = new JsonMapper();

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private volatile boolean stop;

    /**
     * One answer.
     *
     * @param startedNanos by {@link System#nanoTime}
     * @param code {@link #ROWS}, the error's code, or what went wrong with HTTP
     */
    record Told(long startedNanos, Duration took, String code) {}

    Askers(int number, URI mcp, String token, String sql) {
        for (int i = 0; i < number; i++) {
            threads.add(Thread.startVirtualThread(() -> ask(mcp, token, sql)));
        }
    }

    private void ask(URI mcp, String token, String sql) {
        try (McpCaller caller = new McpCaller(mcp, token)) {
            while (!stop) {
                long start = System.nanoTime();
                String code = code(caller, sql);
                told.add(new Told(start, Duration.ofNanos(System.nanoTime() - start), code));
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String code(McpCaller caller, String sql) {
        try {
            var answer = caller.run(sql);
            JsonNode content =
                    JSON.readTree(answer.body()).path("result").path("structuredContent");
            return answer.statusCode() != 200
                    ? "HTTP " + answer.statusCode()
                    : content.path("code").asString(ROWS);
        } catch (UncheckedIOException e) {
            return e.getCause().getClass().getSimpleName();
        }
    }

    /** How often each code was the answer to what was asked since then. */
    Map<String, Integer> codesSince(long nanos) {
        Map<String, Integer> codes = new TreeMap<>();
        told.stream()
                .filter(answer -> answer.startedNanos() >= nanos)
                .forEach(answer -> codes.merge(answer.code(), 1, Integer::sum));
        return codes;
    }

    /** The longest that an answer took to what was asked since then. */
    Duration slowestSince(long nanos) {
        return told.stream()
                .filter(answer -> answer.startedNanos() >= nanos)
                .map(Told::took)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Waits until so many answers in a row had rows, and says how long that took. */
    Duration awaitRows(int inARow, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            List<Told> since = told.stream().filter(t -> t.startedNanos() >= start).toList();
            if (since.size() >= inARow
                    && since.subList(since.size() - inARow, since.size()).stream()
                            .allMatch(answer -> answer.code().equals(ROWS))) {
                return Duration.ofNanos(System.nanoTime() - start);
            }
            Thread.sleep(PAUSE);
        }
        throw new AssertionError("no rows within " + patience + ": " + codesSince(start));
    }

    @Override
    public void close() {
        stop = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
