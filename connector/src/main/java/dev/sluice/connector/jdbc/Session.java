package dev.sluice.connector.jdbc;

/**
 * One physical connection to a database. One thread runs queries on it; {@link #retire}, {@link
 * #cancel} and {@link #abort} are for others.
 */
public interface Session extends AutoCloseable {
    /** Whether another query may run on it: nothing failed, and nothing is left of the last one. */
    boolean reusable();

    /** Keeps the connection from being used for another query. */
    void retire();

    /**
     * Asks the database to stop what runs, if anything does. Blocks for a short exchange at most,
     * may be repeated, and does not fail.
     */
    void cancel();

    /** Cuts the connection under a thread that waits on it. Does not block, and does not fail. */
    void abort();

    @Override
    void close();
}
