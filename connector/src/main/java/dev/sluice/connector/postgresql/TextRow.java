package dev.sluice.connector.postgresql;

import dev.sluice.connector.Row;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Tuple;

/** One view that is moved from row to row. */
final class TextRow implements Row {
    private @Nullable Tuple tuple;

    TextRow at(Tuple next) {
        tuple = next;
        return this;
    }

    @Override
    public boolean isNull(int column) {
        return cell(column) == null;
    }

    @Override
    public byte[] utf8(int column) {
        byte[] cell = cell(column);
        if (cell == null) {
            throw new IllegalArgumentException("column is null: " + column);
        }
        return cell;
    }

    @Override
    public boolean bool(int column) {
        byte[] cell = utf8(column);
        return cell.length == 1 && cell[0] == 't';
    }

    /** Reads an optional sign and digits, as PostgreSQL prints whole numbers of up to 64 bits. */
    @Override
    public long integer(int column) {
        byte[] cell = utf8(column);
        boolean negative = cell.length > 0 && cell[0] == '-';
        if (cell.length == (negative ? 1 : 0)) {
            throw new IllegalArgumentException("column is no integer: " + column);
        }
        // Counts downwards, since the smallest number has no positive counterpart.
        long value = 0;
        for (int i = negative ? 1 : 0; i < cell.length; i++) {
            int digit = cell[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("column is no integer: " + column);
            }
            value = value * 10 - digit;
        }
        return negative ? value : -value;
    }

    private byte @Nullable [] cell(int column) {
        if (tuple == null) {
            throw new IllegalStateException("no row");
        }
        return tuple.get(column);
    }
}
