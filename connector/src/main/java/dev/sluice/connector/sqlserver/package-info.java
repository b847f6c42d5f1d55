/**
 * SQL Server and Azure Synapse. No SQL Server has judged this: its tests speak to a stand-in for
 * the protocol.
 */
@NullMarked
package dev.sluice.connector.sqlserver;

import org.jspecify.annotations.NullMarked;
