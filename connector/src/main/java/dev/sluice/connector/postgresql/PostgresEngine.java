package dev.sluice.connector.postgresql;

import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.jdbc.Engine;
import dev.sluice.connector.jdbc.Estimate;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.Quotes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL database under one credential. */
final class PostgresEngine implements Engine<Backend> {
    /**
     * A cost that PostgreSQL works off in a second is some hundred thousand; a plan is refused when
     * it expects a hundred times what fits into the time limit, as a product of two tables does.
     */
    private static final double COST_PER_SECOND_MAX = 1e7;

    private final Login login;
    private final Planner planner = new Planner();
    private volatile @Nullable GuardedQuery latest;

    PostgresEngine(Login login) {
        this.login = login;
    }

    @Override
    public Quotes quotes() {
        return Quotes.STANDARD;
    }

    @Override
    public Backend open() throws SQLException {
        return login.open();
    }

    @Override
    public void prepare(Backend backend) throws SQLException {
        backend.prepare();
    }

    /** Planning the latest query makes the new connection know the tables that are asked about. */
    @Override
    public void warmUp(Backend backend) {
        GuardedQuery query = latest;
        if (query == null) {
            return;
        }
        try {
            Planner.explain(backend, query, Planner.TAG);
        } catch (SQLException e) {
            // A connection that is broken by this is not offered; otherwise it is merely not warm.
        }
    }

    @Override
    public Answer run(Backend backend, GuardedQuery query, Request request) throws SQLException {
        backend.expects(OptionalLong.empty());
        Estimate estimate = planner.estimate(backend, query, request.tag());
        Outcome refusal = estimate.refusal(query, COST_PER_SECOND_MAX);
        if (refusal != null) {
            return _ -> refusal;
        }
        OptionalLong expected = OptionalLong.of(estimate.bytes());
        backend.expects(expected);
        long start = System.nanoTime();
        Collected answer =
                backend.run(
                        query.sql(),
                        Planner.values(query),
                        request.tag(),
                        query.limits().timeout());
        long micros = (System.nanoTime() - start) / 1_000;
        latest = query;
        Delivery delivery = new Delivery(answer, query.limits().maxRows(), request);
        return sink -> delivery.to(sink, expected, micros);
    }

    @Override
    public OptionalLong expected(Backend backend) {
        return backend.expected();
    }

    /** Each read of a {@link Backend} has its own limit. */
    @Override
    public Duration patience(GuardedQuery query) {
        return Duration.ZERO;
    }

    @Override
    public Outcome.Failed failedLogin(SQLException e) {
        return Failures.ofLogin(e);
    }

    @Override
    public Outcome.Failed failedQuery(Backend backend, SQLException e) {
        return Failures.ofQuery(e, backend.overflowed());
    }

    @Override
    public boolean isStale(Backend backend, SQLException e) {
        return !backend.overflowed() && Failures.isStale(e);
    }

    @Override
    public void close() {
        login.close();
    }
}
