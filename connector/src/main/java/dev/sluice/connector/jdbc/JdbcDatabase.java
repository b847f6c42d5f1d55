package dev.sluice.connector.jdbc;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs queries on one database of an engine that speaks JDBC. */
public final class JdbcDatabase<L extends Link> implements Engine<JdbcSession<L>> {
    /** What one query may receive where bytes are counted, its plan included. */
    public static final long RECEIVE_BYTES_MAX = 9 << 20;

    /** How much longer than the engine's own limit a query may take before we stop it. */
    static final Duration GRACE = Duration.ofSeconds(2);

    private static final int ESTIMATES_MAX = 1_000;
    private static final Duration ESTIMATE_AGE_MAX = Duration.ofMinutes(10);

    private final JdbcEngine<L> engine;
    private final Recent<String, Estimate> estimates =
            new Recent<>(ESTIMATES_MAX, ESTIMATE_AGE_MAX);

    private JdbcDatabase(JdbcEngine<L> engine) {
        this.engine = engine;
    }

    /**
     * A handle that opens nothing yet.
     *
     * @param engine which is closed with the handle
     */
    public static <L extends Link> Database open(
            JdbcEngine<L> engine, ConnectionMode mode, Capacity capacity) {
        return new SessionDatabase<>(new JdbcDatabase<>(engine), mode, capacity);
    }

    @Override
    public Quotes quotes() {
        return engine.quotes();
    }

    @Override
    public JdbcSession<L> open() throws SQLException {
        return new JdbcSession<>(engine, connect(engine));
    }

    /** Logs in; a driver's own way to fail is a failure to log in. */
    static <L extends Link> L connect(JdbcEngine<L> engine) throws SQLException {
        try {
            return engine.connect();
        } catch (SluiceException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            throw unexpected(e);
        }
    }

    @Override
    public void reset(JdbcSession<L> session) throws SQLException {
        try {
            session.link().meter().allow(RECEIVE_BYTES_MAX);
            engine.reset(session.link());
        } catch (RuntimeException | OutOfMemoryError e) {
            throw unexpected(e);
        }
    }

    @Override
    public Answer run(JdbcSession<L> session, GuardedQuery query, Request request)
            throws SQLException {
        session.link().meter().allow(RECEIVE_BYTES_MAX);
        try {
            return framed(session, query, request);
        } catch (SQLException e) {
            endAfterFailure(session);
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            session.retire();
            throw unexpected(e);
        }
    }

    /**
     * A driver that meets what it does not expect fails in its own ways; all mean the same. Some
     * ask for an array as large as a server claims that something is: then there is no such array,
     * and nothing else is amiss.
     */
    private static SQLException unexpected(Throwable e) {
        return new SQLException("the driver failed", null, e);
    }

    private Answer framed(JdbcSession<L> session, GuardedQuery query, Request request)
            throws SQLException {
        L link = session.link();
        session.expects(OptionalLong.empty());
        engine.begin(link, request.tag(), query.limits().timeout());
        Estimate estimate = estimate(link, query, request);
        Outcome refusal =
                estimate == null ? null : estimate.refusal(query, engine.costPerSecondMax());
        if (refusal != null) {
            engine.end(link);
            return _ -> refusal;
        }
        OptionalLong estimated =
                estimate == null ? OptionalLong.empty() : OptionalLong.of(estimate.bytes());
        session.expects(estimated);
        long start = System.nanoTime();
        Gathered answer = gather(session, query, request);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (answer.isDrained()) {
            engine.end(link);
        }
        if (taken.compareTo(query.limits().timeout()) > 0) {
            // Some engines' functions end early at the limit and answer something, without error.
            return _ -> Outcome.Failed.of(ReasonCode.TIMEOUT).expecting(estimated);
        }
        long micros = taken.toNanos() / 1_000;
        return sink -> answer.deliver(sink, request, estimated, micros);
    }

    private @Nullable Estimate estimate(L link, GuardedQuery query, Request request)
            throws SQLException {
        Estimate known = estimates.get(query.sql());
        if (known != null) {
            return known;
        }
        Estimate estimate = engine.estimate(link, query, request.tag());
        if (estimate != null) {
            estimates.put(query.sql(), estimate);
        }
        return estimate;
    }

    private Gathered gather(JdbcSession<L> session, GuardedQuery query, Request request)
            throws SQLException {
        PreparedStatement statement =
                engine.prepare(session.link(), engine.text(query.sql(), request.tag()));
        try {
            bind(statement, query);
            session.runs(statement);
            ResultSet rows = statement.executeQuery();
            List<JdbcColumn> columns = engine.columns(rows.getMetaData());
            Gathered answer =
                    new Gathered(rows, columns, query.limits().maxRows(), request.limits());
            if (!answer.isDrained()) {
                session.abandon();
            }
            return answer;
        } finally {
            session.runs(null);
            if (session.reusable()) {
                close(session, statement);
            }
        }
    }

    /** Not that of an answer which was given up: a driver would read it to its end first. */
    private static void close(JdbcSession<?> session, PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            session.retire();
        }
    }

    /** Binds the values of a query's parameters, as strings. */
    public static void bind(PreparedStatement statement, GuardedQuery query) throws SQLException {
        int place = 1;
        for (GuardedQuery.Parameter parameter : query.parameters()) {
            statement.setString(place++, parameter.value());
        }
    }

    private void endAfterFailure(JdbcSession<L> session) {
        if (!session.reusable()) {
            return;
        }
        try {
            engine.end(session.link());
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            session.retire();
        }
    }

    @Override
    public OptionalLong expected(JdbcSession<L> session) {
        return session.expected();
    }

    @Override
    public Duration patience(GuardedQuery query) {
        return query.limits().timeout().plus(GRACE);
    }

    @Override
    public Outcome.Failed failedLogin(SQLException e) {
        return engine.cause(e).ofLogin().failed(e.getSQLState());
    }

    @Override
    public Outcome.Failed failedQuery(JdbcSession<L> session, SQLException e) {
        if (session.link().meter().exceeded()) {
            return new Outcome.Failed(
                    ReasonCode.RESULT_TOO_LARGE,
                    null,
                    Map.of("result_bytes_max", RECEIVE_BYTES_MAX));
        }
        return engine.cause(e).failed(e.getSQLState());
    }

    @Override
    public boolean isStale(JdbcSession<L> session, SQLException e) {
        return !session.link().meter().exceeded()
                && engine.cause(e).code() == ReasonCode.SOURCE_UNAVAILABLE;
    }

    @Override
    public void close() {
        engine.close();
    }
}
