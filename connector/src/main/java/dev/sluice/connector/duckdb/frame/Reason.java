package dev.sluice.connector.duckdb.frame;

import java.util.Locale;

/** Why there is no answer. DuckDB's own text, which may quote values, never leaves its process. */
public enum Reason {
    /** The query was stopped. */
    INTERRUPTED,
    /** It needs more memory than it may have. */
    OUT_OF_MEMORY,
    /** It wants a file, a setting or an extension that is locked. */
    NOT_PERMITTED,
    /** DuckDB's parser does not see exactly one query in the text. */
    NOT_ONE_QUERY,
    /** A table, column or function that is not there. */
    UNKNOWN_NAME,
    /** A value that the query cannot be evaluated with. */
    VALUE,
    /** One value is too large. */
    CELL_TOO_LARGE,
    /** The first row alone is too large. */
    ROW_TOO_LARGE,
    /** A file that cannot be read, or is no longer there. */
    FILE_UNREADABLE,
    /** The file is no database, or one of a newer version. */
    NOT_A_DATABASE,
    /** Another process has the file open for writing. */
    FILE_IN_USE,
    /** The directory holds no Parquet file. */
    NO_TABLES,
    /** The directory holds more tables or files than are taken. */
    TOO_MANY_FILES,
    /** Two tables would have the same name, or a file has one that DuckDB reads as a pattern. */
    UNUSABLE_NAMES,
    /** The engine itself failed. */
    ENGINE_FAILED;

    /** The spelling of {@code details.reason}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
