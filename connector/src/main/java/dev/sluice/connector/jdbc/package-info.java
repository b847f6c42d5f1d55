/**
 * What engines have in common: connections in three modes, permits and waiting, cancellation, the
 * deadline, limits of an answer; and, for those that speak JDBC, running a query and reading its
 * values. An engine that speaks JDBC implements {@link dev.sluice.connector.jdbc.JdbcEngine}; one
 * that does not, {@link dev.sluice.connector.jdbc.Engine}.
 */
@NullMarked
package dev.sluice.connector.jdbc;

import org.jspecify.annotations.NullMarked;
