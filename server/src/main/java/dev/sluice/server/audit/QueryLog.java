package dev.sluice.server.audit;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.budget.Entry;
import dev.sluice.server.budget.Held;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's {@code warehouse_query_log}. One thread owns one connection and sends what is
 * waiting in one statement: at once when it is idle, together with everything that arrived
 * meanwhile when it is not. So many calls share one flush to disk, and none is answered before its
 * own.
 */
public final class QueryLog implements AutoCloseable {
    /** Rows that may wait; a call beyond gets {@code OVERLOADED}. */
    static final int WAITING_MAX = 10_000;

    /** How long a call waits for its row: the store answers in milliseconds or not at all. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private static final Duration CLOSE_MAX = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(QueryLog.class);

    private final BlockingQueue<LogRow> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final LogWriter writer;
    private final Thread thread;

    /**
     * Starts the writer.
     *
     * @param tenant for the thread's name
     * @param node names this process among those that write the same log; a new one for each start,
     *     so that its numbering begins at 1
     */
    public QueryLog(String tenant, LogConnection.Source connections, String node) {
        this.writer = new LogWriter(waiting, connections, node);
        this.thread = Thread.ofPlatform().name("query-log-" + tenant).daemon().start(writer);
    }

    /**
     * Sends the intent; the answer waits for {@link Pending#await}.
     *
     * @throws SluiceException {@code OVERLOADED} when too many wait, {@code AUDIT_UNAVAILABLE} when
     *     the log is closed
     */
    public Pending append(Intent intent) {
        return append(intent, List.of());
    }

    /** The same, together with what the call wants to hold of budgets. */
    public Pending append(Intent intent, List<Entry.Hold> holds) {
        LogRow.IntentRow row = new LogRow.IntentRow(intent, holds, new CompletableFuture<>());
        if (writer.isClosing()) {
            throw unavailable();
        }
        if (!waiting.offer(row)) {
            throw new SluiceException(
                    ReasonCode.OVERLOADED, "Too many calls wait for their audit record.");
        }
        return new Pending(row.written());
    }

    /** Queues the outcome, to be written soon; waits a while when the queue is full. */
    public void append(Ending outcome) {
        append(outcome, List.of());
    }

    /** The same, together with what the call took of budgets. */
    public void append(Ending outcome, List<Entry.Charge> charges) {
        try {
            LogRow row = new LogRow.OutcomeRow(outcome, charges);
            if (!writer.isClosing()
                    && waiting.offer(row, WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.atWarn().addKeyValue("receipt", outcome.receipt()).log("an outcome is not recorded");
    }

    /** Whether the thread that writes is there; without it every call is refused. */
    public boolean isWriting() {
        return thread.isAlive();
    }

    /** Writes what is waiting, for at most some seconds, and ends the thread. */
    @Override
    public void close() {
        writer.close();
        try {
            thread.join(CLOSE_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static SluiceException unavailable() {
        return new SluiceException(
                ReasonCode.AUDIT_UNAVAILABLE,
                "The audit record could not be written, so there is no answer. Try again shortly.");
    }

    /**
     * A durable intent.
     *
     * @param current whether the decision's versions were still current; if not, the row says so
     *     and there must be no answer
     * @param held what the call got of each budget that it wanted to hold, in its order
     */
    public record Written(boolean current, List<Held> held) {
        public Written {
            held = List.copyOf(held);
        }
    }

    /** An intent on its way to disk. */
    public static final class Pending {
        private final CompletableFuture<Written> written;

        private Pending(CompletableFuture<Written> written) {
            this.written = written;
        }

        /**
         * Waits until the row is durable.
         *
         * @return {@link Written#current}
         * @throws SluiceException {@code AUDIT_UNAVAILABLE} if it could not be written
         */
        public boolean await() {
            return written().current();
        }

        /**
         * Waits until the row is durable.
         *
         * @throws SluiceException {@code AUDIT_UNAVAILABLE} if it could not be written
         */
        public Written written() {
            try {
                return written.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unavailable();
            } catch (ExecutionException | TimeoutException e) {
                throw unavailable();
            }
        }
    }
}
