package dev.sluice.server.audit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop behind {@link QueryLog}: takes what is waiting, writes it as one batch. After a failure
 * the intents of the batch fail, since nobody may be answered on a guess; the outcomes stay and are
 * written once the store is back.
 */
final class LogWriter implements Runnable {
    /** Rows of one statement. */
    static final int BATCH_MAX = 256;

    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration OUTCOME_LINGER = Duration.ofMillis(20);
    private static final Duration RETRY_AFTER = Duration.ofMillis(200);
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    private final BlockingQueue<LogRow> waiting;
    private final LogConnection.Source connections;
    private final String node;
    private final List<LogRow> batch = new ArrayList<>(BATCH_MAX);
    private @Nullable LogConnection connection;
    private volatile boolean closing;

    LogWriter(BlockingQueue<LogRow> waiting, LogConnection.Source connections, String node) {
        this.waiting = waiting;
        this.connections = connections;
        this.node = node;
    }

    boolean isClosing() {
        return closing;
    }

    void close() {
        closing = true;
    }

    @Override
    public void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                if (collect() && !write() && closing) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closing = true;
            waiting.drainTo(batch);
            failIntents();
            if (!batch.isEmpty()) {
                LOG.atWarn().addKeyValue("rows", batch.size()).log("outcomes are not recorded");
            }
            disconnect();
        }
    }

    /** Fills the batch; false when there is nothing to write. */
    private boolean collect() throws InterruptedException {
        if (batch.isEmpty()) {
            LogRow first = waiting.poll(IDLE_POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (first == null) {
                return false;
            }
            batch.add(first);
            if (first instanceof LogRow.OutcomeRow) {
                lingerForAnIntent();
            }
        }
        waiting.drainTo(batch, BATCH_MAX - batch.size());
        return true;
    }

    /**
     * Nobody waits for an outcome, so it goes with the next intent and costs no flush of its own.
     */
    private void lingerForAnIntent() throws InterruptedException {
        long end = System.nanoTime() + OUTCOME_LINGER.toNanos();
        while (batch.size() < BATCH_MAX && !closing) {
            LogRow next = waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            batch.add(next);
            if (next instanceof LogRow.IntentRow) {
                return;
            }
        }
    }

    private boolean write() throws InterruptedException {
        try {
            LogConnection open = connection;
            if (open == null) {
                open = LogConnection.open(connections, node);
                connection = open;
                open.dropWritten(batch);
            }
            write(open);
            batch.clear();
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            LOG.atError()
                    .addKeyValue("node", node)
                    .addKeyValue("rows", batch.size())
                    .setCause(e)
                    .log("the query log could not be written");
            failIntents();
            disconnect();
            Thread.sleep(RETRY_AFTER);
            return false;
        }
    }

    /** What one caller sent must not cost another its record: a bad row fails alone. */
    private void write(LogConnection open) throws SQLException {
        try {
            open.write(batch);
        } catch (SQLException e) {
            if (!isAboutValues(e)) {
                throw e;
            }
            for (LogRow row : batch) {
                writeAlone(open, row);
            }
        }
    }

    private void writeAlone(LogConnection open, LogRow row) throws SQLException {
        try {
            open.write(List.of(row));
        } catch (SQLException e) {
            if (!isAboutValues(e)) {
                throw e;
            }
            LOG.atError().addKeyValue("node", node).setCause(e).log("a row cannot be recorded");
            if (row instanceof LogRow.IntentRow(var intent, var holds, var written)) {
                written.completeExceptionally(QueryLog.unavailable());
            }
        }
    }

    /** Data exceptions and violated constraints (PostgreSQL documentation, appendix A). */
    private static boolean isAboutValues(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private void failIntents() {
        for (LogRow row : batch) {
            if (row instanceof LogRow.IntentRow(var intent, var holds, var written)) {
                written.completeExceptionally(QueryLog.unavailable());
            }
        }
        batch.removeIf(LogRow.IntentRow.class::isInstance);
    }

    private void disconnect() {
        LogConnection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
