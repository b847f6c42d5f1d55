package dev.sluice.connector.duckdb;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.duckdb.frame.Cells;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.connector.duckdb.frame.Message.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one query as it comes in. What the other side sends is held against the bounds
 * again: it might not be what it was.
 */
final class Reply {
    static final int COLUMNS_MAX = 10_000;

    private final Bounds bounds;
    private final List<Cells> rows = new ArrayList<>();
    private List<Column> columns = List.of();
    private long bytes;
    private @Nullable Ending ending;
    private boolean stopAsked;

    Reply(Bounds bounds) {
        this.bounds = bounds;
    }

    /** How it ended. */
    sealed interface Ending {
        record Complete(boolean truncated) implements Ending {}

        record Failed(Message.Failed message) implements Ending {}

        /** The process is gone. */
        record Lost(Diagnosis cause) implements Ending {}
    }

    synchronized void take(Message.Columns message) throws IOException {
        require(columns.isEmpty() && ending == null);
        require(!message.columns().isEmpty() && message.columns().size() <= COLUMNS_MAX);
        columns = message.columns();
    }

    synchronized void take(Message.Rows message) throws IOException {
        require(ending == null && rows.size() + message.rows().size() <= bounds.rowsMax());
        for (Cells row : message.rows()) {
            require(row.count() == columns.size());
            for (int column = 0; column < row.count(); column++) {
                byte[] cell = row.get(column);
                require(cell == null || cell.length <= bounds.cellBytesMax());
            }
            bytes += row.bytes();
        }
        require(bytes <= bounds.bytesMax());
        rows.addAll(message.rows());
    }

    synchronized void end(Ending how) {
        if (ending == null) {
            ending = how;
        }
        notifyAll();
    }

    synchronized void askToStop() {
        stopAsked = true;
        notifyAll();
    }

    /**
     * Waits until it has ended, or is to be stopped, or until then.
     *
     * @param deadline of {@link System#nanoTime}
     * @return how it ended, null when it has not
     */
    synchronized @Nullable Ending await(long deadline, boolean stopping)
            throws InterruptedException {
        while (ending == null && (stopping || !stopAsked)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            // One more millisecond, since 0 would wait for ever.
            wait(left / 1_000_000 + 1);
        }
        return ending;
    }

    synchronized List<Column> columns() {
        return columns;
    }

    synchronized List<Cells> rows() {
        return rows;
    }

    synchronized long bytes() {
        return bytes;
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("not what was asked for");
        }
    }
}
