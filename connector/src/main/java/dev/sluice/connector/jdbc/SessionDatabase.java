package dev.sluice.connector.jdbc;

import dev.sluice.connector.Admission;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.RowSink;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One database of any engine, under one credential. */
public final class SessionDatabase<S extends Session> implements Database {
    /** A failure later than this is not that of a connection which was dead before. */
    private static final Duration STALE_WITHIN = Duration.ofSeconds(1);

    /** How long a query waits for a login at most, whatever its own time. */
    private static final Duration LOGIN_MAX = Duration.ofSeconds(10);

    /** A login over a far network takes this long. */
    private static final Duration LOGIN_MIN = Duration.ofSeconds(3);

    private final Engine<S> engine;
    private final Stock<S> stock;
    private final Admission admission;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger executing = new AtomicInteger();
    private final AtomicBoolean engineClosed = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param engine which is closed with this
     */
    public SessionDatabase(Engine<S> engine, ConnectionMode mode, Capacity capacity) {
        this.engine = engine;
        this.stock = new Stock<>(engine, mode, capacity);
        this.admission = new Admission(capacity);
    }

    @Override
    public Outcome execute(GuardedQuery query, Request request, RowSink sink) {
        if (LastLook.at(query.sql(), engine.quotes()).isPresent()) {
            return Outcome.Failed.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        Outcome refusal = admission.enter(request.cancellation());
        if (refusal != null) {
            return refusal;
        }
        executing.incrementAndGet();
        try {
            return run(query, request, sink);
        } finally {
            executing.decrementAndGet();
            admission.leave();
            closeEngine();
        }
    }

    private Outcome run(GuardedQuery query, Request request, RowSink sink) {
        for (boolean again = false; ; again = true) {
            if (closed) {
                return unavailable();
            }
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled();
            }
            Stock.Taken<S> taken;
            try {
                taken = stock.take(again, loginMax(query), request.cancellation());
            } catch (SQLException e) {
                return request.cancellation().isCancelled()
                        ? new Outcome.Cancelled()
                        : engine.failedLogin(e);
            }
            S session = taken.session();
            long start = System.nanoTime();
            try {
                return on(session, query, request, sink);
            } catch (SQLException e) {
                boolean stale =
                        taken.wasIdle()
                                && System.nanoTime() - start < STALE_WITHIN.toNanos()
                                && engine.isStale(session, e);
                OptionalLong expected = engine.expected(session);
                if (request.cancellation().isCancelled()) {
                    return new Outcome.Cancelled(expected);
                }
                if (!stale || again) {
                    return closed
                            ? new Outcome.Cancelled(expected)
                            : engine.failedQuery(session, e).expecting(expected);
                }
                stock.discardIdle();
            } finally {
                stock.giveBack(taken);
            }
        }
    }

    /** As long as the query itself, within what is reasonable for a login. */
    private static Duration loginMax(GuardedQuery query) {
        Duration timeout = query.limits().timeout();
        if (timeout.compareTo(LOGIN_MIN) < 0) {
            return LOGIN_MIN;
        }
        return timeout.compareTo(LOGIN_MAX) < 0 ? timeout : LOGIN_MAX;
    }

    private static Outcome unavailable() {
        return new Outcome.Failed(ReasonCode.SOURCE_UNAVAILABLE, null, Map.of("reason", "closed"));
    }

    private Outcome on(S session, GuardedQuery query, Request request, RowSink sink)
            throws SQLException {
        Engine.Answer answer;
        try (Running current =
                new Running(session, request.cancellation(), engine.patience(query))) {
            running.add(current);
            try {
                if (closed) {
                    return unavailable();
                }
                answer = engine.run(session, query, request);
            } catch (SQLException e) {
                if (current.isLate() && !request.cancellation().isCancelled()) {
                    return Outcome.Failed.of(ReasonCode.TIMEOUT)
                            .expecting(engine.expected(session));
                }
                throw e;
            } finally {
                running.remove(current);
            }
        }
        if (request.cancellation().isCancelled()) {
            return new Outcome.Cancelled(engine.expected(session));
        }
        return answer.deliver(sink);
    }

    @Override
    public void warm() {
        stock.fillSoon();
    }

    @Override
    public void close() {
        closed = true;
        stock.close();
        running.forEach(Running::stop);
        closeEngine();
    }

    /** Not before the last query has ended: cancelling it takes the same way to the database. */
    private void closeEngine() {
        if (closed && executing.get() == 0 && engineClosed.compareAndSet(false, true)) {
            engine.close();
        }
    }
}
