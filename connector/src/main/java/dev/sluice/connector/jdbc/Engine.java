package dev.sluice.connector.jdbc;

import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.RowSink;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * One database of one engine under one credential, as {@link SessionDatabase} needs it. Safe for
 * use by several threads. Closing it frees what reaches the database, after the last session.
 */
public interface Engine<S extends Session> extends AutoCloseable {
    /** How the texts that run on it quote. */
    Quotes quotes();

    /** Opens a connection and makes the settings of its session. */
    S open() throws SQLException;

    /** Runs on a connection that is opened ahead, or will be used more than once. */
    default void prepare(S session) throws SQLException {}

    /** Runs on a connection that was opened ahead, before it is offered; does not fail. */
    default void warmUp(S session) {}

    /**
     * Takes every trace of a query off a connection, before it is offered for another one. A
     * failure closes the connection and is no more than that.
     */
    default void reset(S session) throws SQLException {}

    /**
     * Asks for the plan where the engine tells one, refuses or runs the query, and gathers its
     * answer. After a failure the session says whether it is still in order.
     */
    Answer run(S session, GuardedQuery query, Request request) throws SQLException;

    /**
     * What the latest query on this session was expected to read, once it began to; empty before,
     * and where the engine cannot tell.
     */
    default OptionalLong expected(S session) {
        return OptionalLong.empty();
    }

    /**
     * How long {@link #run} may take before the query is cancelled and, three seconds later, the
     * connection is cut; zero when the session itself sees to it.
     */
    Duration patience(GuardedQuery query);

    /** Why there is no connection. */
    Outcome.Failed failedLogin(SQLException e);

    /** Why the query has no answer. */
    Outcome.Failed failedQuery(S session, SQLException e);

    /**
     * Whether an idle connection was dead before the query reached it, so that it may run again.
     */
    boolean isStale(S session, SQLException e);

    @Override
    default void close() {}

    /** What is to be handed over, or why nothing is. */
    @FunctionalInterface
    interface Answer {
        /** Runs on the calling thread, when the database has nothing more to do. */
        Outcome deliver(RowSink sink);
    }
}
