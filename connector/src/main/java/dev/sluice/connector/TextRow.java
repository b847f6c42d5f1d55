package dev.sluice.connector;

import java.nio.charset.StandardCharsets;

/** One view that is moved from row to row. */
public final class TextRow implements Row {
    private byte[][] cells = {};

    public TextRow at(byte[][] next) {
        cells = next;
        return this;
    }

    @Override
    public boolean isNull(int column) {
        return cells[column] == null;
    }

    @Override
    public byte[] utf8(int column) {
        byte[] cell = cells[column];
        if (cell == null) {
            throw new IllegalArgumentException("column is null: " + column);
        }
        return cell;
    }

    @Override
    public boolean bool(int column) {
        return utf8(column)[0] == 't';
    }

    @Override
    public long integer(int column) {
        return Long.parseLong(new String(utf8(column), StandardCharsets.US_ASCII));
    }
}
