package dev.sluice.connector.duckdb.frame;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of one row as UTF-8; the arrays are shared, not copied, and not to be changed. */
public final class Cells {
    private final List<byte @Nullable []> values;
    private final int bytes;

    public Cells(List<byte @Nullable []> values) {
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
        int sum = 0;
        for (byte[] value : values) {
            sum = Math.addExact(sum, value == null ? 0 : value.length);
        }
        this.bytes = sum;
    }

    public int count() {
        return values.size();
    }

    /** The value of this column, counted from 0; null for an SQL NULL. */
    public byte @Nullable [] get(int column) {
        return values.get(column);
    }

    /** Of all values together. */
    public int bytes() {
        return bytes;
    }
}
