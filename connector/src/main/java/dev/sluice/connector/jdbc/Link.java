package dev.sluice.connector.jdbc;

import java.sql.Connection;

/** A connection of an engine's driver, and what the engine keeps beside it. */
public interface Link {
    Connection connection();

    /** What counts and bounds the bytes received; one that counts nothing where we cannot. */
    Meter meter();

    /**
     * Cuts the connection below the driver, under a thread that waits on it. Does not block, and
     * does not fail.
     */
    void cut();
}
