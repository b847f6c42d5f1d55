package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Frames;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Reason;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * DuckDB's process. It opens one source, runs the queries that come in, each on a thread and a
 * connection of its own, and ends with the gateway, when nobody has asked for a while, or when
 * DuckDB has failed.
 */
public final class Engine {
    /** The gateway said what it should not. */
    static final int EXIT_GARBLED = 2;

    /** DuckDB is in a state in which it must not go on. */
    static final int EXIT_FAILED = 4;

    /** More at once than the gateway ever asks for. */
    private static final int QUERIES_MAX = 512;

    private static final Duration IDLE_CHECK = Duration.ofMillis(250);

    private final Frames frames;
    private final Map<Integer, QueryRun> running = new ConcurrentHashMap<>();
    private volatile long idleSince = System.nanoTime();

    private Engine(Frames frames) {
        this.frames = frames;
    }

    public static void main() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        // What a library prints must not come between the messages.
        System.setOut(System.err);
        System.setIn(InputStream.nullInputStream());
        new Engine(new Frames(new FileInputStream(FileDescriptor.in), out)).serve();
    }

    private void serve() {
        try {
            if (frames.read() instanceof Message.Open open) {
                serve(open);
            }
            exit(0);
        } catch (IOException e) {
            exit(EXIT_GARBLED);
        }
    }

    private void serve(Message.Open open) throws IOException {
        Opening opened;
        try {
            opened = Opening.open(open.source());
        } catch (Unusable e) {
            frames.write(new Message.Closed(e.reason()));
            return;
        }
        frames.write(opened.ready());
        endWhenIdle(Duration.ofMillis(open.idleMillisMax()));
        for (Message message = frames.read(); message != null; message = frames.read()) {
            switch (message) {
                case Message.Run run -> start(new QueryRun(run, opened.database(), frames), run);
                case Message.Stop stop -> stop(stop.id());
                default -> exit(EXIT_GARBLED);
            }
        }
    }

    private void start(QueryRun run, Message.Run query) {
        if (running.size() >= QUERIES_MAX || running.putIfAbsent(query.id(), run) != null) {
            exit(EXIT_GARBLED);
        }
        Thread.ofPlatform().daemon().name("query").start(() -> run(run, query.id()));
    }

    private void run(QueryRun run, int id) {
        try {
            Message last = run.run();
            idleSince = System.nanoTime();
            running.remove(id);
            frames.write(last);
            if (last instanceof Message.Failed failed && failed.reason() == Reason.ENGINE_FAILED) {
                exit(EXIT_FAILED);
            }
        } catch (IOException e) {
            exit(EXIT_GARBLED);
        } catch (RuntimeException e) {
            exit(EXIT_FAILED);
        }
    }

    private void stop(int id) {
        QueryRun run = running.get(id);
        if (run != null) {
            run.stop();
        }
    }

    private void endWhenIdle(Duration max) {
        Thread.ofPlatform()
                .daemon()
                .name("idle")
                .start(() -> {
                    while (!running.isEmpty() || System.nanoTime() - idleSince < max.toNanos()) {
                        try {
                            Thread.sleep(IDLE_CHECK);
                        } catch (InterruptedException e) {
                            break;
                        }
                    }
                    exit(0);
                });
    }

    /** At once, without waiting for a query that is still running. */
    private static void exit(int status) {
        Runtime.getRuntime().halt(status);
    }
}
