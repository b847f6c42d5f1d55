package dev.sluice.connector;

import dev.sluice.guard.GuardedQuery;

/**
 * One database under one credential: the only way in which a query reaches it. Safe for use by
 * several threads.
 */
public interface Database extends AutoCloseable {
    /**
     * Runs the query in a read-only transaction that is rolled back, and hands its rows over on the
     * calling thread. Unless the outcome is {@code Completed}, nothing that the sink was given
     * counts; and it is given nothing before the database has finished.
     *
     * <p>Blocks at most as long as the query's time limit plus the waiting of {@link Capacity}.
     */
    Outcome execute(GuardedQuery query, Request request, RowSink sink);

    /** Opens connections ahead where the mode has that, without waiting for them. */
    void warm();

    /**
     * Closes unused connections at once and cancels what is running; every later query fails with
     * {@code SOURCE_UNAVAILABLE}. For a dropped connection, a changed credential, a revocation.
     */
    @Override
    void close();
}
