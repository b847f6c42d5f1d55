package dev.sluice.connector.http;

import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.TextRow;
import dev.sluice.core.ReasonCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Gathers an answer page by page, up to what the limits let through, then hands it over. */
public final class Answer {
    private static final int CATALOGUE_BYTES_MAX = 32 << 20;

    private final int rowsMax;
    private final int cellBytesMax;
    private final int bytesMax;
    private final List<byte[][]> kept = new ArrayList<>();
    private List<ResultColumn> columns = List.of();
    private long bytes;
    private boolean truncated;
    private OptionalLong estimated = OptionalLong.empty();
    private OptionalLong measured = OptionalLong.empty();

    public Answer(int rowsMax, ResultLimits limits) {
        this(rowsMax, limits.cellBytesMax(), limits.bytesMax());
    }

    private Answer(int rowsMax, int cellBytesMax, int bytesMax) {
        this.rowsMax = rowsMax;
        this.cellBytesMax = cellBytesMax;
        this.bytesMax = bytesMax;
    }

    /** For questions of the connector's own about what there is. */
    public static Answer ofCatalogue(int rowsMax) {
        return new Answer(rowsMax, ResultLimits.CELL_BYTES_MAX, CATALOGUE_BYTES_MAX);
    }

    /** Before any row. */
    public void columns(List<ResultColumn> shape) {
        columns = List.copyOf(shape);
    }

    public List<ResultColumn> columns() {
        return columns;
    }

    /** Bytes that the engine expected to read. */
    public void estimated(long scan) {
        estimated = OptionalLong.of(scan);
    }

    /** Bytes that it did read. */
    public void measured(long scan) {
        measured = OptionalLong.of(scan);
    }

    /**
     * The next row, a text for each column or null.
     *
     * @return whether a further row would be taken
     * @throws SourceFailure {@code RESULT_TOO_LARGE} for a value that no answer may hold
     */
    public boolean add(List<@Nullable String> texts) throws SourceFailure {
        if (texts.size() != columns.size()) {
            throw SourceFailure.unreadable();
        }
        if (truncated || kept.size() == rowsMax) {
            truncated = true;
            return false;
        }
        byte[][] row = new byte[texts.size()][];
        long rowBytes = 0;
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (text == null) {
                continue;
            }
            byte[] cell = text.getBytes(StandardCharsets.UTF_8);
            if (cell.length > cellBytesMax) {
                throw tooLarge(i, cell.length);
            }
            rowBytes += cell.length;
            row[i] = cell;
        }
        if (bytes + rowBytes > bytesMax) {
            truncated = true;
            if (kept.isEmpty()) {
                throw SourceFailure.of(
                        ReasonCode.RESULT_TOO_LARGE, null, Map.of("result_bytes_max", bytesMax));
            }
            return false;
        }
        bytes += rowBytes;
        kept.add(row);
        return true;
    }

    private SourceFailure tooLarge(int column, int length) {
        return SourceFailure.of(
                ReasonCode.RESULT_TOO_LARGE,
                null,
                Map.of(
                        "column",
                        columns.get(column).name(),
                        "bytes",
                        length,
                        "cell_bytes_max",
                        cellBytesMax));
    }

    Outcome deliver(Request request, RowSink sink, long micros) {
        sink.columns(columns);
        TextRow view = new TextRow();
        for (byte[][] row : kept) {
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled();
            }
            sink.row(view.at(row));
        }
        return new Outcome.Completed(kept.size(), bytes, truncated, estimated, measured, micros);
    }

    /** All rows as texts, for the connector's own questions; a null is an empty text. */
    public List<List<String>> texts() {
        List<List<String>> all = new ArrayList<>(kept.size());
        for (byte[][] row : kept) {
            List<String> texts = new ArrayList<>(row.length);
            for (byte[] cell : row) {
                texts.add(cell == null ? "" : new String(cell, StandardCharsets.UTF_8));
            }
            all.add(texts);
        }
        return all;
    }

    public boolean isTruncated() {
        return truncated;
    }
}
