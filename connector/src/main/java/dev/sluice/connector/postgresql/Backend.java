package dev.sluice.connector.postgresql;

import dev.sluice.connector.SessionTag;
import dev.sluice.connector.jdbc.Meter;
import dev.sluice.connector.jdbc.Session;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.postgresql.core.Oid;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * One physical connection. Each text runs as {@code BEGIN READ ONLY}, the settings, the text,
 * {@code ROLLBACK} and the release of advisory locks: statements of the extended protocol, one
 * Parse, Bind and Execute each, behind one Sync, so one round trip. All settings are the
 * transaction's own: they need no round trip, a text that changes them changes them for nobody
 * else, and a connection pooler in between cannot mix them up.
 */
final class Backend implements Session {
    /** What one round trip may receive; 8 MiB of values and what surrounds them. */
    static final long RECEIVE_BYTES_MAX = Login.RESULT_BYTES_MAX + (1 << 20);

    /** How much longer than the database's own limit a read waits before the network is blamed. */
    static final Duration SILENCE_GRACE = Duration.ofSeconds(5);

    private static final SessionTag PREPARE_TAG = new SessionTag("sluice");
    private static final Duration PREPARE_MAX = Duration.ofSeconds(10);

    private static final int FLAGS =
            QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_BINARY_TRANSFER;

    private final PgConnection connection;
    private final QueryExecutor executor;
    private final Meter meter;
    private final Statements statements;
    private long silenceMillis;
    private volatile boolean broken;
    private OptionalLong expected = OptionalLong.empty();

    Backend(PgConnection connection, Meter meter) throws SQLException {
        this.connection = connection;
        this.executor = connection.getQueryExecutor();
        this.meter = meter;
        this.statements = new Statements(executor);
    }

    /** What the query that begins is expected to read. */
    void expects(OptionalLong bytes) {
        expected = bytes;
    }

    OptionalLong expected() {
        return expected;
    }

    /**
     * Makes the database keep the statements around every query, for a connection that is ready
     * before it is needed, or is needed more than once.
     */
    void prepare() throws SQLException {
        Query frame = statements.frame();
        listenFor(PREPARE_MAX.plus(SILENCE_GRACE));
        send(frame, bind(frame, List.of(), PREPARE_TAG, PREPARE_MAX), FLAGS);
    }

    /**
     * Runs one statement and gathers its rows.
     *
     * @param sql one statement, with {@code ?} for each parameter
     * @throws IllegalArgumentException when the text is not exactly one statement
     */
    Collected run(String sql, List<String> parameters, SessionTag tag, Duration timeout)
            throws SQLException {
        Statements.Statement statement = statements.of(sql, parameters.size());
        ParameterList values = bind(statement.query(), parameters, tag, timeout);
        listenFor(timeout.plus(SILENCE_GRACE));
        int flags = statement.isKept() ? FLAGS : FLAGS | QueryExecutor.QUERY_ONESHOT;
        return send(statement.query(), values, flags);
    }

    private static ParameterList bind(
            Query query, List<String> parameters, SessionTag tag, Duration timeout)
            throws SQLException {
        ParameterList values = query.createParameterList();
        values.setStringParameter(1, tag.value(), Oid.VARCHAR);
        values.setStringParameter(2, String.valueOf(timeout.toMillis()), Oid.VARCHAR);
        for (int i = 0; i < parameters.size(); i++) {
            // Without a type: the database takes the one that the place in the text asks for.
            values.setStringParameter(
                    Statements.SETTINGS + i + 1, parameters.get(i), Oid.UNSPECIFIED);
        }
        return values;
    }

    private Collected send(Query query, ParameterList values, int flags) throws SQLException {
        Collected collected = new Collected(Statements.TEXT_ANSWER);
        meter.allow(RECEIVE_BYTES_MAX);
        try {
            executor.execute(query, values, collected, 0, 0, flags);
        } catch (Collected.Unreadable e) {
            broken = true;
            throw e.error();
        } catch (SQLException e) {
            rollBack();
            throw e;
        }
        if (collected.answers() != Statements.ANSWERS
                || executor.getTransactionState() != TransactionState.IDLE) {
            broken = true;
            throw new PSQLException("unexpected answer", PSQLState.PROTOCOL_VIOLATION);
        }
        return collected;
    }

    /** The pipeline stopped at the error, so what ends the frame never ran. */
    private void rollBack() {
        if (executor.getTransactionState() == TransactionState.IDLE || executor.isClosed()) {
            return;
        }
        try {
            for (Query query : statements.end()) {
                executor.execute(
                        query, null, new Collected(0), 0, 0, FLAGS | QueryExecutor.QUERY_ONESHOT);
            }
        } catch (SQLException | Collected.Unreadable e) {
            broken = true;
        }
    }

    private void listenFor(Duration silence) throws SQLException {
        long millis = silence.toMillis();
        if (millis == silenceMillis) {
            return;
        }
        try {
            executor.setNetworkTimeout(Math.toIntExact(millis));
        } catch (IOException e) {
            broken = true;
            throw new PSQLException("socket", PSQLState.CONNECTION_FAILURE, e);
        }
        silenceMillis = millis;
    }

    /** Whether the last failure was an answer beyond the bounds. */
    boolean overflowed() {
        return meter.exceeded();
    }

    @Override
    public boolean reusable() {
        return !broken
                && !executor.isClosed()
                && executor.getTransactionState() == TransactionState.IDLE;
    }

    /** Over a second socket. */
    @Override
    public void cancel() {
        try {
            executor.sendQueryCancel();
        } catch (SQLException e) {
            // The next attempt, or the time limit, ends the query.
        }
    }

    @Override
    public void retire() {
        broken = true;
    }

    @Override
    public void abort() {
        broken = true;
        executor.abort();
    }

    @Override
    public void close() {
        broken = true;
        try {
            connection.close();
        } catch (SQLException e) {
            executor.abort();
        }
    }
}
