/** BigQuery, by its REST interface. */
@NullMarked
package dev.sluice.connector.bigquery;

import org.jspecify.annotations.NullMarked;
