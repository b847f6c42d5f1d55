package dev.sluice.connector;

import java.nio.charset.StandardCharsets;

/**
 * A view of one row as the driver received it: nothing is decoded until asked for. Columns count
 * from 0. Asking a null for its value is a programmer's mistake.
 */
public interface Row {
    boolean isNull(int column);

    /** The value of a {@code BOOLEAN} column. */
    boolean bool(int column);

    /** The value of an {@code INTEGER} column. */
    long integer(int column);

    /**
     * The text of a value of any kind, in UTF-8: the driver's own array, which must not be changed.
     * A database that does not know its encoding (SQL_ASCII) may deliver bytes that are not UTF-8.
     */
    byte[] utf8(int column);

    /** The text of a value of any kind. */
    default String text(int column) {
        return new String(utf8(column), StandardCharsets.UTF_8);
    }
}
