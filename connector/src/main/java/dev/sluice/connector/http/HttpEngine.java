package dev.sluice.connector.http;

import dev.sluice.connector.Request;
import dev.sluice.guard.GuardedQuery;

/** How one connection's service runs a query. Safe for use by several threads. */
public interface HttpEngine extends AutoCloseable {
    /**
     * Runs the query within the limits and gathers its whole answer. When it ends early, for
     * whatever reason, the query is ended at the service, too.
     */
    Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure;

    @Override
    void close();
}
