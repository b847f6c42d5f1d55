package dev.sluice.vault;

import java.nio.charset.StandardCharsets;

/**
 * The one place where a sealed value may stand. A value that is moved to another cell, or to
 * another tenant's cell of the same name, does not open.
 *
 * @param table the table's name without its schema
 * @param row the row's key as text
 * @param column the column's name
 */
public record Cell(String table, String row, String column) {
    /** The most bytes that each of the three names may have in UTF-8. */
    public static final int NAME_BYTES_MAX = 256;

    public Cell {
        check("table", table);
        check("row", row);
        check("column", column);
    }

    private static void check(String what, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > NAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    what + " must have 1 to " + NAME_BYTES_MAX + " bytes, not " + bytes);
        }
    }
}
