package dev.sluice.connector.postgresql;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.Target;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One PostgreSQL database under one credential. */
final class PostgresDatabase implements Database {
    /** How often a waiting call looks whether it was cancelled. */
    private static final Duration WAIT_SLICE = Duration.ofMillis(25);

    /** A failure later than this is not that of a connection which was dead before. */
    private static final Duration STALE_WITHIN = Duration.ofSeconds(1);

    /**
     * A cost that PostgreSQL works off in a second is some hundred thousand; a plan is refused when
     * it expects a hundred times what fits into the time limit, as a product of two tables does.
     */
    private static final double COST_PER_SECOND_MAX = 1e7;

    private final Capacity capacity;
    private final Stock stock;
    private final Planner planner = new Planner();
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private volatile @Nullable GuardedQuery latest;
    private volatile boolean closed;

    PostgresDatabase(Target target, Capacity capacity) {
        this.capacity = capacity;
        this.permits = new Semaphore(capacity.concurrentMax());
        this.stock = new Stock(new Login(target), target.settings().mode(), capacity, this::warmUp);
    }

    @Override
    public Outcome execute(GuardedQuery query, Request request, RowSink sink) {
        if (LastLook.at(query.sql(), Quotes.STANDARD).isPresent()) {
            return Outcome.Failed.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        Outcome refusal = enter(request.cancellation());
        if (refusal != null) {
            return refusal;
        }
        try {
            return run(query, request, sink);
        } finally {
            permits.release();
        }
    }

    private @Nullable Outcome enter(Cancellation cancellation) {
        if (permits.tryAcquire()) {
            return null;
        }
        if (waiting.incrementAndGet() > capacity.waitingMax()) {
            waiting.decrementAndGet();
            return Outcome.Failed.of(ReasonCode.OVERLOADED);
        }
        try {
            long end = System.nanoTime() + capacity.waitMax().toNanos();
            while (!permits.tryAcquire(WAIT_SLICE.toNanos(), TimeUnit.NANOSECONDS)) {
                if (cancellation.isCancelled()) {
                    return new Outcome.Cancelled();
                }
                if (System.nanoTime() > end) {
                    return Outcome.Failed.of(ReasonCode.OVERLOADED);
                }
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Outcome run(GuardedQuery query, Request request, RowSink sink) {
        for (boolean again = false; ; again = true) {
            if (closed) {
                return unavailable("closed");
            }
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled();
            }
            Stock.Taken taken;
            try {
                taken = stock.take(again);
            } catch (SQLException e) {
                return Failures.ofLogin(e);
            }
            long start = System.nanoTime();
            try {
                return on(taken.backend(), query, request, sink);
            } catch (SQLException e) {
                boolean overflowed = taken.backend().overflowed();
                boolean stale =
                        taken.wasIdle()
                                && !overflowed
                                && System.nanoTime() - start < STALE_WITHIN.toNanos()
                                && Failures.isStale(e);
                if (request.cancellation().isCancelled()) {
                    return new Outcome.Cancelled();
                }
                if (!stale || again) {
                    return closed ? new Outcome.Cancelled() : Failures.ofQuery(e, overflowed);
                }
                stock.discardIdle();
            } finally {
                stock.giveBack(taken);
            }
        }
    }

    private static Outcome unavailable(String reason) {
        return new Outcome.Failed(ReasonCode.SOURCE_UNAVAILABLE, null, Map.of("reason", reason));
    }

    private Outcome on(Backend backend, GuardedQuery query, Request request, RowSink sink)
            throws SQLException {
        Collected answer;
        OptionalLong estimated;
        long start;
        try (Running current = new Running(backend, request.cancellation())) {
            running.add(current);
            try {
                if (closed) {
                    return unavailable("closed");
                }
                Planner.Estimate estimate = planner.estimate(backend, query, request.tag());
                Outcome refusal = refuse(estimate, query);
                if (refusal != null) {
                    return refusal;
                }
                estimated = OptionalLong.of(estimate.bytes());
                start = System.nanoTime();
                answer =
                        backend.run(
                                query.sql(),
                                Planner.values(query),
                                request.tag(),
                                query.limits().timeout());
            } finally {
                running.remove(current);
            }
        }
        long micros = (System.nanoTime() - start) / 1_000;
        latest = query;
        if (request.cancellation().isCancelled()) {
            return new Outcome.Cancelled();
        }
        return new Delivery(answer, query.limits().maxRows(), request).to(sink, estimated, micros);
    }

    private static @Nullable Outcome refuse(Planner.Estimate estimate, GuardedQuery query) {
        if (estimate.bytes() > query.limits().maxBytes()) {
            return new Outcome.Failed(
                    ReasonCode.BYTES_EXCEEDED,
                    null,
                    Map.of(
                            "estimated_bytes",
                            estimate.bytes(),
                            "max_bytes",
                            query.limits().maxBytes()));
        }
        double costMax =
                Math.max(1, query.limits().timeout().toMillis() / 1e3) * COST_PER_SECOND_MAX;
        return estimate.cost() > costMax
                ? new Outcome.Failed(
                        ReasonCode.COST_EXCEEDED,
                        null,
                        Map.of("estimated_cost", estimate.cost(), "max_cost", costMax))
                : null;
    }

    /** Planning the latest query makes the new connection know the tables that are asked about. */
    private void warmUp(Backend backend) {
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
    public void warm() {
        stock.fillSoon();
    }

    @Override
    public void close() {
        closed = true;
        stock.close();
        running.forEach(Running::stop);
    }
}
