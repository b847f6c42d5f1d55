package dev.sluice.connector.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads one column of the current row. */
@FunctionalInterface
public interface CellReader {
    /**
     * The value's text in UTF-8, null for a NULL. Booleans are {@code true} and {@code false},
     * binary values {@code \x} and their bytes in lower-case hexadecimal digits.
     *
     * @param column from 1, as JDBC counts
     */
    byte @Nullable [] read(ResultSet rows, int column) throws SQLException;
}
