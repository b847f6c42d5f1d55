/** What the gateway and its DuckDB process say to each other, and how it is written. */
@NullMarked
package dev.sluice.connector.duckdb.frame;

import org.jspecify.annotations.NullMarked;
