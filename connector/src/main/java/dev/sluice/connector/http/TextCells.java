package dev.sluice.connector.http;

import dev.sluice.connector.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One view that is moved from row to row. */
final class TextCells implements Row {
    private final List<byte @Nullable []> cells;
    private final int width;
    private int start;

    TextCells(List<byte @Nullable []> cells, int width) {
        this.cells = cells;
        this.width = width;
    }

    TextCells at(int row) {
        start = row * width;
        return this;
    }

    @Override
    public boolean isNull(int column) {
        return cells.get(start + column) == null;
    }

    @Override
    public byte[] utf8(int column) {
        byte[] cell = cells.get(start + column);
        if (cell == null) {
            throw new IllegalArgumentException("column is null: " + column);
        }
        return cell;
    }

    @Override
    public boolean bool(int column) {
        return text(column).equals("true");
    }

    @Override
    public long integer(int column) {
        return Long.parseLong(new String(utf8(column), StandardCharsets.US_ASCII));
    }
}
