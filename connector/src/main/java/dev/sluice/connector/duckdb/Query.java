package dev.sluice.connector.duckdb;

import dev.sluice.connector.duckdb.frame.Message.Bounds;
import java.util.List;

/** A text for DuckDB, with {@code $1}, {@code $2} for the parameters. */
record Query(String sql, List<String> parameters, Bounds bounds) {
    Query {
        parameters = List.copyOf(parameters);
    }
}
