package dev.sluice.connector.duckdb;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.duckdb.frame.Cells;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.core.ReasonCode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Turns what came of a query into its outcome. */
final class Delivery {
    private final Request request;

    Delivery(Request request) {
        this.request = request;
    }

    /** Hands a whole answer over. */
    Outcome complete(Reply reply, boolean truncated, RowSink sink, long micros) {
        List<ResultColumn> columns = Types.columns(reply.columns());
        List<Cells> rows = reply.rows();
        sink.columns(columns);
        CellsRow view = new CellsRow(columns);
        for (Cells row : rows) {
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled();
            }
            sink.row(view.at(row));
        }
        return new Outcome.Completed(
                rows.size(),
                reply.bytes(),
                truncated,
                OptionalLong.empty(),
                OptionalLong.empty(),
                micros);
    }

    /** Says why there is none. */
    Outcome failed(Reply reply, Message.Failed failed) {
        return switch (failed.reason()) {
            case CELL_TOO_LARGE -> cellTooLarge(reply, failed);
            case ROW_TOO_LARGE ->
                    failure(
                            ReasonCode.RESULT_TOO_LARGE,
                            Map.of("result_bytes_max", request.limits().bytesMax()));
            case NOT_ONE_QUERY -> Outcome.Failed.of(ReasonCode.STATEMENT_FORBIDDEN);
            case FILE_UNREADABLE, ENGINE_FAILED -> Causes.of(failed.reason()).failed(null);
            default ->
                    failure(ReasonCode.QUERY_FAILED, Map.of("reason", failed.reason().wireName()));
        };
    }

    private Outcome cellTooLarge(Reply reply, Message.Failed failed) {
        int column = failed.column();
        if (column < 0 || column >= reply.columns().size()) {
            return Diagnosis.ENGINE_ENDED.failed(null);
        }
        return failure(
                ReasonCode.RESULT_TOO_LARGE,
                Map.of(
                        "column",
                        reply.columns().get(column).name(),
                        "bytes",
                        failed.bytes(),
                        "cell_bytes_max",
                        request.limits().cellBytesMax()));
    }

    /** The handle was closed. */
    static Outcome closed() {
        return failure(ReasonCode.SOURCE_UNAVAILABLE, Map.of("reason", "closed"));
    }

    private static Outcome failure(ReasonCode code, Map<String, Object> details) {
        return new Outcome.Failed(code, null, details);
    }
}
