/**
 * PostgreSQL through pgjdbc. Below {@link dev.sluice.connector.postgresql.PostgresConnector}
 * everything speaks to the driver's own protocol layer rather than to JDBC statements: a JDBC
 * statement goes on reading after the driver has found an answer too large, and takes the values'
 * bytes for protocol messages.
 */
@NullMarked
package dev.sluice.connector.postgresql;

import org.jspecify.annotations.NullMarked;
