package dev.sluice.connector.postgresql;

import dev.sluice.connector.SessionTag;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Oid;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * One physical connection. Each text runs as {@code BEGIN READ ONLY}, the settings, the text and
 * {@code ROLLBACK}: four statements of the extended protocol, one Parse, Bind and Execute each,
 * behind one Sync, so one round trip. All settings are the transaction's own: they need no round
 * trip, a text that changes them changes them for nobody else, and a connection pooler in between
 * cannot mix them up.
 */
final class Backend implements AutoCloseable {
    /** What one round trip may receive; 8 MiB of values and what surrounds them. */
    static final long RECEIVE_BYTES_MAX = Login.RESULT_BYTES_MAX + (1 << 20);

    /** How much longer than the database's own limit a read waits before the network is blamed. */
    static final Duration SILENCE_GRACE = Duration.ofSeconds(5);

    static final Duration LOCK_WAIT_MAX = Duration.ofSeconds(2);

    private static final String PROLOGUE =
            "BEGIN READ ONLY;SELECT pg_catalog.set_config('application_name',?,true),"
                    + "pg_catalog.set_config('statement_timeout',?,true),"
                    + "pg_catalog.set_config('lock_timeout','"
                    + LOCK_WAIT_MAX.toMillis()
                    + "',true),"
                    + "pg_catalog.set_config('idle_in_transaction_session_timeout','10000',true),"
                    + "pg_catalog.set_config('search_path','',true),"
                    + "pg_catalog.set_config('TimeZone','UTC',true),"
                    + "pg_catalog.set_config('bytea_output','hex',true),"
                    + "pg_catalog.set_config('IntervalStyle','postgres',true);";
    private static final String EPILOGUE = ";ROLLBACK";
    private static final int STATEMENTS = 4;
    private static final int SETTINGS = 2;

    /** From this use of the same text on, the database keeps its plan. */
    private static final int PREPARE_FROM_USE = 2;

    private final PgConnection connection;
    private final QueryExecutor executor;
    private final Meter meter;
    private long silenceMillis;
    private volatile boolean broken;

    Backend(PgConnection connection, Meter meter) {
        this.connection = connection;
        this.executor = connection.getQueryExecutor();
        this.meter = meter;
    }

    /**
     * Runs one statement and gathers its rows.
     *
     * @param sql one statement, with {@code ?} for each parameter
     * @throws IllegalArgumentException when the text is not exactly one statement
     */
    Collected run(String sql, List<String> parameters, SessionTag tag, Duration timeout)
            throws SQLException {
        CachedQuery cached =
                executor.borrowQueryByKey(
                        executor.createQueryKey(PROLOGUE + sql + EPILOGUE, false, true));
        try {
            cached.increaseExecuteCount();
            ParameterList values = bind(cached.query, parameters, tag, timeout);
            int flags = QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_BINARY_TRANSFER;
            // A parameter without a type makes the driver describe a kept statement and then, not
            // knowing the size of its answer, wait for one before sending the rest.
            if (!parameters.isEmpty() || cached.getExecuteCount() < PREPARE_FROM_USE) {
                flags |= QueryExecutor.QUERY_ONESHOT;
            }
            listenFor(timeout.plus(SILENCE_GRACE));
            return send(cached.query, values, flags);
        } finally {
            executor.releaseQuery(cached);
        }
    }

    private static ParameterList bind(
            Query query, List<String> parameters, SessionTag tag, Duration timeout)
            throws SQLException {
        Query[] parts = query.getSubqueries();
        ParameterList values = query.createParameterList();
        if (parts == null
                || parts.length != STATEMENTS
                || values.getInParameterCount() != SETTINGS + parameters.size()) {
            throw new IllegalArgumentException("not one statement with its parameters");
        }
        values.setStringParameter(1, tag.value(), Oid.VARCHAR);
        values.setStringParameter(2, String.valueOf(timeout.toMillis()), Oid.VARCHAR);
        for (int i = 0; i < parameters.size(); i++) {
            // Without a type: the database takes the one that the place in the text asks for.
            values.setStringParameter(SETTINGS + i + 1, parameters.get(i), Oid.UNSPECIFIED);
        }
        return values;
    }

    private Collected send(Query query, ParameterList values, int flags) throws SQLException {
        Collected collected = new Collected();
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
        if (collected.answers() != 2 || executor.getTransactionState() != TransactionState.IDLE) {
            broken = true;
            throw new PSQLException("unexpected answer", PSQLState.PROTOCOL_VIOLATION);
        }
        return collected;
    }

    /** The pipeline stopped at the error, so its own ROLLBACK never ran. */
    private void rollBack() {
        if (executor.getTransactionState() == TransactionState.IDLE || executor.isClosed()) {
            return;
        }
        try {
            CachedQuery rollback = executor.createQuery("ROLLBACK", false, true);
            executor.execute(
                    rollback.query,
                    null,
                    new Collected(),
                    0,
                    0,
                    QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_ONESHOT);
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

    boolean reusable() {
        return !broken
                && !executor.isClosed()
                && executor.getTransactionState() == TransactionState.IDLE;
    }

    /** Asks the database to stop what runs; blocks for one short exchange over a second socket. */
    void cancel() {
        try {
            executor.sendQueryCancel();
        } catch (SQLException e) {
            // The next attempt, or the time limit, ends the query.
        }
    }

    /** Keeps the connection from being used for another query. */
    void retire() {
        broken = true;
    }

    /** Cuts the connection under a thread that waits on it. */
    void abort() {
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
