package dev.sluice.connector.postgresql;

import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.RowSink;
import dev.sluice.core.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.postgresql.core.Tuple;

/** Measures an answer against the limits, then hands over what fits. */
final class Delivery {
    private final List<Tuple> rows;
    private final List<ResultColumn> columns;
    private final int rowsMax;
    private final Request request;

    Delivery(Collected answer, int rowsMax, Request request) {
        this.rows = answer.rows();
        this.columns = Types.columns(answer.fields());
        this.rowsMax = rowsMax;
        this.request = request;
    }

    Outcome to(RowSink sink, OptionalLong estimated, long micros) {
        long bytes = 0;
        int fitting = 0;
        while (fitting < Math.min(rows.size(), rowsMax)) {
            Tuple row = rows.get(fitting);
            int oversized = oversized(row);
            if (oversized >= 0) {
                return tooLarge(oversized, row).expecting(estimated);
            }
            long rowBytes = row.length();
            if (bytes + rowBytes > request.limits().bytesMax()) {
                break;
            }
            bytes += rowBytes;
            fitting++;
        }
        if (fitting == 0 && !rows.isEmpty()) {
            return new Outcome.Failed(
                    ReasonCode.RESULT_TOO_LARGE,
                    null,
                    Map.of("result_bytes_max", request.limits().bytesMax()),
                    estimated);
        }
        sink.columns(columns);
        TextRow view = new TextRow();
        for (int i = 0; i < fitting; i++) {
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled(estimated);
            }
            sink.row(view.at(rows.get(i)));
        }
        boolean truncated = fitting < rows.size();
        return new Outcome.Completed(
                fitting, bytes, truncated, estimated, OptionalLong.empty(), micros);
    }

    /** The first column whose value is too large, or -1. */
    private int oversized(Tuple row) {
        for (int i = 0; i < row.fieldCount(); i++) {
            byte[] cell = row.get(i);
            if (cell != null && cell.length > request.limits().cellBytesMax()) {
                return i;
            }
        }
        return -1;
    }

    private Outcome.Failed tooLarge(int column, Tuple row) {
        byte[] cell = row.get(column);
        return new Outcome.Failed(
                ReasonCode.RESULT_TOO_LARGE,
                null,
                Map.of(
                        "column",
                        columns.get(column).name(),
                        "bytes",
                        cell == null ? 0 : cell.length,
                        "cell_bytes_max",
                        request.limits().cellBytesMax()));
    }
}
