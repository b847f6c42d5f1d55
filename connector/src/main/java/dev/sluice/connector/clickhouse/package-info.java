/** ClickHouse, by its HTTP interface. */
@NullMarked
package dev.sluice.connector.clickhouse;

import org.jspecify.annotations.NullMarked;
