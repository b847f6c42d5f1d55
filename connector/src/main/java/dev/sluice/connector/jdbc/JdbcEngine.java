package dev.sluice.connector.jdbc;

import dev.sluice.connector.SessionTag;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one engine that speaks JDBC adds to {@link JdbcDatabase}: one database under one credential.
 * Safe for use by several threads; each link is used by one at a time, except for {@link #cancel}.
 */
public interface JdbcEngine<L extends Link> extends AutoCloseable {
    /** How many rows a driver should fetch at once, where it has that. */
    int FETCH_ROWS = 256;

    /** How the texts that run on it quote. */
    Quotes quotes();

    /**
     * Logs in and makes the settings of the session, once; blocks for a bounded time. Without
     * {@code DriverManager} and without values in a URL. Where it fails it leaves nothing open.
     */
    L connect() throws SQLException;

    /** Begins what the engine itself keeps from writing, with the time limit and who asks. */
    void begin(L link, SessionTag tag, Duration timeout) throws SQLException;

    /** Undoes everything since {@link #begin}. */
    void end(L link) throws SQLException;

    /** The text as it is sent: for engines that are told in it who asks. */
    default String text(String sql, SessionTag tag) {
        return sql;
    }

    /** Prepares a text; the base binds the parameters as strings and runs it. */
    default PreparedStatement prepare(L link, String text) throws SQLException {
        PreparedStatement statement =
                link.connection()
                        .prepareStatement(
                                text, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCH_ROWS);
        return statement;
    }

    /** How the columns of an answer are named, typed and read. */
    List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException;

    /**
     * What the engine expects of the query, null where it does not tell. Remembered for the text.
     * Runs between {@link #begin} and {@link #end}.
     */
    default @Nullable Estimate estimate(L link, GuardedQuery query, SessionTag tag)
            throws SQLException {
        return null;
    }

    /** The cost that may be expected of a query for each second that it has. */
    default double costPerSecondMax() {
        return Double.MAX_VALUE;
    }

    /**
     * Asks the database to stop what runs on the link; blocks for a short exchange at most.
     *
     * @param running the statement, null when none runs
     */
    default void cancel(L link, @Nullable PreparedStatement running) throws SQLException {
        if (running != null) {
            running.cancel();
        }
    }

    /** Takes every trace of a query off a link that will be used for another. */
    void reset(L link) throws SQLException;

    /** What a failure means. Its message is never looked at: it may quote values. */
    default Cause cause(SQLException e) {
        return e instanceof SQLTimeoutException ? Cause.TIMEOUT : Cause.standard(e);
    }

    @Override
    default void close() {}
}
