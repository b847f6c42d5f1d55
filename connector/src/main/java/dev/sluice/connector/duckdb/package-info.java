/**
 * DuckDB files and directories of Parquet files. DuckDB runs in a process of its own, which holds
 * no secret, sees no other file, and takes nothing along when it crashes.
 */
@NullMarked
package dev.sluice.connector.duckdb;

import org.jspecify.annotations.NullMarked;
