package dev.sluice.connector.duckdb;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.duckdb.frame.Frames;
import dev.sluice.connector.duckdb.frame.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One running DuckDB. Two threads talk to it, so that a caller never waits for a pipe: whatever the
 * process does, a call ends at its deadline, if need be with the end of the process.
 */
final class EngineProcess implements AutoCloseable {
    /** Java, DuckDB's library and opening a large catalogue, on a busy machine. */
    static final Duration START_MAX = Duration.ofSeconds(30);

    /** From asking a query to stop to ending the process that does not. */
    static final Duration STOP_MAX = Duration.ofMillis(1_500);

    private static final Duration REPEAT_AFTER = Duration.ofMillis(20);
    private static final Duration EXIT_MAX = Duration.ofSeconds(5);

    /** So much of a frame is left for what is not text. */
    private static final int TEXT_BYTES_MAX = Frames.FRAME_BYTES_MAX - (1 << 20);

    private final Process process;
    private final Path work;
    private final Frames frames;
    private final BlockingQueue<Message> outgoing = new LinkedBlockingQueue<>();
    private final Map<Integer, Reply> replies = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final CompletableFuture<Message> opened = new CompletableFuture<>();
    private final AtomicReference<@Nullable Diagnosis> lost = new AtomicReference<>();
    private volatile boolean idledOut;

    private EngineProcess(Process process, Path work) {
        this.process = process;
        this.work = work;
        this.frames = new Frames(process.getInputStream(), process.getOutputStream());
    }

    /**
     * Starts DuckDB with this source.
     *
     * @param idleMax after so long without a query it ends by itself
     * @throws EngineException when it does not come up
     */
    static EngineProcess start(Message.Source source, Duration idleMax) throws EngineException {
        EngineProcess engine;
        try {
            Path work = Files.createTempDirectory("sluice-duckdb-").toRealPath();
            engine = new EngineProcess(EngineCommand.start(work), work);
        } catch (IOException e) {
            throw new EngineException(Diagnosis.ENGINE_NOT_STARTED);
        }
        engine.talk();
        engine.outgoing.add(new Message.Open(source, idleMax.toMillis()));
        try {
            engine.awaitOpened();
            return engine;
        } catch (EngineException e) {
            engine.close();
            throw e;
        }
    }

    private void talk() {
        Thread.ofPlatform().daemon().name("duckdb-read-" + process.pid()).start(this::read);
        Thread.ofPlatform().daemon().name("duckdb-write-" + process.pid()).start(this::write);
    }

    private void awaitOpened() throws EngineException {
        try {
            Message first = opened.get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
            switch (first) {
                case Message.Ready _ -> {}
                case Message.Closed closed -> throw new EngineException(Causes.of(closed.reason()));
                default -> throw new EngineException(Diagnosis.ENGINE_ENDED);
            }
        } catch (TimeoutException e) {
            throw new EngineException(Diagnosis.ENGINE_NOT_STARTED);
        } catch (ExecutionException e) {
            throw new EngineException(reasonLost());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Diagnosis.ENGINE_ENDED);
        }
    }

    /** What it said when it had opened. */
    Message.Ready ready() {
        return (Message.Ready) opened.join();
    }

    boolean isAlive() {
        return lost.get() == null && process.isAlive();
    }

    /** Whether it ended because nobody asked: the query that met it then is to be asked again. */
    boolean hasIdledOut() {
        return idledOut;
    }

    long pid() {
        return process.pid();
    }

    /** Whether a text is small enough to be sent. */
    static boolean fits(String sql) {
        return sql.length() * 3L <= TEXT_BYTES_MAX;
    }

    /** How a query went. */
    record Ran(Reply reply, Reply.Ending ending, boolean timedOut) {}

    /**
     * Runs a query and waits for its end: at most its time, and {@link #STOP_MAX}, and as long as
     * it takes to end a process.
     */
    Ran run(Query query, Duration timeout, Cancellation cancellation) throws InterruptedException {
        Reply reply = new Reply(query.bounds());
        int id = ids.incrementAndGet();
        replies.put(id, reply);
        try {
            if (lost.get() != null) {
                reply.end(new Reply.Ending.Lost(reasonLost()));
            }
            long deadline = System.nanoTime() + timeout.toNanos();
            outgoing.add(new Message.Run(id, query.sql(), query.parameters(), query.bounds()));
            cancellation.whenCancelled(reply::askToStop);
            Reply.Ending ending = reply.await(deadline, false);
            if (ending != null) {
                return new Ran(reply, ending, false);
            }
            boolean timedOut = !cancellation.isCancelled();
            return new Ran(reply, stop(id, reply), timedOut);
        } catch (InterruptedException e) {
            outgoing.add(new Message.Stop(id));
            throw e;
        } finally {
            cancellation.release();
            replies.remove(id);
        }
    }

    /** A request that arrives before the query has begun is lost, so it is repeated. */
    private Reply.Ending stop(int id, Reply reply) throws InterruptedException {
        long end = System.nanoTime() + STOP_MAX.toNanos();
        while (System.nanoTime() < end) {
            outgoing.add(new Message.Stop(id));
            Reply.Ending ending = reply.await(System.nanoTime() + REPEAT_AFTER.toNanos(), true);
            if (ending != null) {
                return ending;
            }
        }
        lose(Diagnosis.ENGINE_ENDED);
        return new Reply.Ending.Lost(Diagnosis.ENGINE_ENDED);
    }

    private void write() {
        try {
            while (lost.get() == null) {
                Message next = outgoing.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    frames.write(next);
                }
            }
        } catch (IOException e) {
            // The reader sees the end as well, and knows why.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            Message first = frames.read();
            if (first != null) {
                opened.complete(first);
                for (Message next = frames.read(); next != null; next = frames.read()) {
                    take(next);
                }
            }
            ended();
        } catch (IOException e) {
            if (process.isAlive()) {
                lose(Diagnosis.ENGINE_ENDED);
            } else {
                ended();
            }
        } finally {
            opened.completeExceptionally(new IOException("ended"));
        }
    }

    /** Of a query that nobody waits for any more, the rest is dropped. */
    private void take(Message message) throws IOException {
        switch (message) {
            case Message.Columns columns -> {
                Reply reply = replies.get(columns.id());
                if (reply != null) {
                    reply.take(columns);
                }
            }
            case Message.Rows rows -> {
                Reply reply = replies.get(rows.id());
                if (reply != null) {
                    reply.take(rows);
                }
            }
            case Message.Done done -> end(done.id(), new Reply.Ending.Complete(done.truncated()));
            case Message.Failed failed -> end(failed.id(), new Reply.Ending.Failed(failed));
            default -> throw new IOException("not for us");
        }
    }

    private void end(int id, Reply.Ending ending) {
        Reply reply = replies.get(id);
        if (reply != null) {
            reply.end(ending);
        }
    }

    private void ended() {
        try {
            boolean exited = process.waitFor(EXIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            idledOut = exited && process.exitValue() == 0;
            lose(exited ? Causes.ofExit(process.exitValue()) : Diagnosis.ENGINE_ENDED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lose(Diagnosis.ENGINE_ENDED);
        }
    }

    private Diagnosis reasonLost() {
        Diagnosis reason = lost.get();
        return reason == null ? Diagnosis.ENGINE_ENDED : reason;
    }

    /** Ends the process, and with it whatever still waits for it. The first reason counts. */
    private void lose(Diagnosis reason) {
        lost.compareAndSet(null, reason);
        process.destroyForcibly();
        for (Reply reply : replies.values()) {
            reply.end(new Reply.Ending.Lost(reasonLost()));
        }
        var _ = process.onExit().thenRun(this::deleteWork);
    }

    private void deleteWork() {
        try (Stream<Path> files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(work);
        } catch (IOException e) {
            // Somebody else was quicker, or the disk is gone.
        }
    }

    /** Ends it at once; returns when it is gone. */
    @Override
    public void close() {
        lose(Diagnosis.ENGINE_ENDED);
        try {
            if (process.waitFor(EXIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                deleteWork();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
