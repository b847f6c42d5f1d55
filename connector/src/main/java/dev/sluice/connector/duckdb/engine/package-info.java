/**
 * DuckDB's process: started by the gateway with this package, its messages and the driver on the
 * class path, and nothing else. It holds no secret and may reach nothing but the files of one
 * source.
 */
@NullMarked
package dev.sluice.connector.duckdb.engine;

import org.jspecify.annotations.NullMarked;
