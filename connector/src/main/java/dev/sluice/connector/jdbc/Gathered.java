package dev.sluice.connector.jdbc;

import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.TextRow;
import dev.sluice.core.ReasonCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rows of one answer that fit its limits, as texts. No more than that is kept, or read. */
final class Gathered {
    private final List<ResultColumn> columns;
    private final List<byte[][]> rows = new ArrayList<>();
    private long bytes;
    private boolean truncated;
    private boolean drained;
    private Outcome.@Nullable Failed failed;

    /**
     * Reads an answer.
     *
     * @param rowsMax a row beyond it means more
     */
    Gathered(ResultSet answer, List<JdbcColumn> columns, int rowsMax, ResultLimits limits)
            throws SQLException {
        this.columns = columns.stream().map(JdbcColumn::column).toList();
        while (answer.next()) {
            if (rows.size() == rowsMax) {
                truncated = true;
                // The text asks for one row beyond the limit, so this is the end of most answers.
                drained = !answer.next();
                return;
            }
            if (!add(answer, columns, limits)) {
                return;
            }
        }
        drained = true;
    }

    /** Whether to go on. */
    private boolean add(ResultSet answer, List<JdbcColumn> readers, ResultLimits limits)
            throws SQLException {
        byte[][] cells = new byte[readers.size()][];
        long length = 0;
        for (int i = 0; i < cells.length; i++) {
            byte[] cell = readers.get(i).reader().read(answer, i + 1);
            if (cell == null) {
                continue;
            }
            if (cell.length > limits.cellBytesMax()) {
                failed = tooLarge(columns.get(i), cell.length, limits);
                return false;
            }
            cells[i] = cell;
            length += cell.length;
        }
        if (bytes + length > limits.bytesMax()) {
            truncated = true;
            if (rows.isEmpty()) {
                failed =
                        new Outcome.Failed(
                                ReasonCode.RESULT_TOO_LARGE,
                                null,
                                Map.of("result_bytes_max", limits.bytesMax()));
            }
            return false;
        }
        bytes += length;
        rows.add(cells);
        return true;
    }

    private static Outcome.Failed tooLarge(ResultColumn column, int length, ResultLimits limits) {
        return new Outcome.Failed(
                ReasonCode.RESULT_TOO_LARGE,
                null,
                Map.of(
                        "column",
                        column.name(),
                        "bytes",
                        length,
                        "cell_bytes_max",
                        limits.cellBytesMax()));
    }

    /** Whether the database has nothing more to send. */
    boolean isDrained() {
        return drained;
    }

    Outcome deliver(RowSink sink, Request request, OptionalLong estimated, long micros) {
        if (failed != null) {
            return failed.expecting(estimated);
        }
        sink.columns(columns);
        TextRow view = new TextRow();
        for (byte[][] row : rows) {
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled(estimated);
            }
            sink.row(view.at(row));
        }
        return new Outcome.Completed(
                rows.size(), bytes, truncated, estimated, OptionalLong.empty(), micros);
    }
}
