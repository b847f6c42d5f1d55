/** Databricks, by its Statement Execution interface. */
@NullMarked
package dev.sluice.connector.databricks;

import org.jspecify.annotations.NullMarked;
