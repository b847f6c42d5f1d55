package dev.sluice.connector.duckdb.frame;

import java.util.List;

/** One message; each travels in a frame of its own. */
public sealed interface Message {
    /** From the gateway, first and once: what to open. */
    record Open(Source source, long idleMillisMax) implements Message {}

    /**
     * From the gateway: run this query.
     *
     * @param id of the query, not used again in this process
     * @param sql one query, with {@code $1}, {@code $2} for the parameters
     */
    record Run(int id, String sql, List<String> parameters, Bounds bounds) implements Message {
        public Run {
            parameters = List.copyOf(parameters);
        }
    }

    /** From the gateway: stop this query; without effect when it has ended. May be repeated. */
    record Stop(int id) implements Message {}

    /**
     * From DuckDB's process: it is open.
     *
     * @param version DuckDB's, for example {@code v2.0.0}
     * @param confined whether the operating system, too, keeps it to its files and from writing
     * @param unreadable files that look like tables and could not be read
     */
    record Ready(String version, boolean confined, int unreadable) implements Message {}

    /** From DuckDB's process, its last: it could not be opened. */
    record Closed(Reason reason) implements Message {}

    /** From DuckDB's process, before any row of the query. */
    record Columns(int id, List<Column> columns) implements Message {
        public Columns {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of an answer.
     *
     * @param type as DuckDB writes it, for example {@code DECIMAL(12,2)[]}
     */
    record Column(String name, String type) {}

    /** From DuckDB's process: some rows of the query, in order. */
    record Rows(int id, List<Cells> rows) implements Message {
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /**
     * From DuckDB's process: that was the whole answer.
     *
     * @param truncated whether there was more than the bounds let through
     */
    record Done(int id, boolean truncated) implements Message {}

    /**
     * From DuckDB's process: there is no answer.
     *
     * @param column whose value is too large, counted from 0; -1 for any other reason
     * @param bytes of that value
     */
    record Failed(int id, Reason reason, int column, long bytes) implements Message {
        public static Failed of(int id, Reason reason) {
            return new Failed(id, reason, -1, 0);
        }
    }

    /**
     * What to open, and how much it may take.
     *
     * @param path absolute and free of symbolic links
     * @param directory whether it is a directory of Parquet files, or else a database file
     * @param hivePartitions whether folders named {@code key=value} are columns
     * @param memoryMegabytes for DuckDB's data
     */
    record Source(
            String path,
            boolean directory,
            boolean hivePartitions,
            int memoryMegabytes,
            int threads) {}

    /**
     * How much an answer may hold.
     *
     * @param rowsMax rows
     * @param cellBytesMax of one value
     * @param bytesMax of all values
     */
    record Bounds(int rowsMax, int cellBytesMax, int bytesMax) {}
}
