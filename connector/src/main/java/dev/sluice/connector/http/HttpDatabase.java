package dev.sluice.connector.http;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.RowSink;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One database behind HTTP under one credential: capacity, deadline, cancellation, delivery. */
public final class HttpDatabase implements Database {
    /** How often a waiting call looks whether it was cancelled. */
    private static final Duration WAIT_SLICE = Duration.ofMillis(25);

    private final HttpEngine engine;
    private final Capacity capacity;
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Set<Stop> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Closes the engine when it is closed. */
    public HttpDatabase(HttpEngine engine, Capacity capacity) {
        this.engine = engine;
        this.capacity = capacity;
        this.permits = new Semaphore(capacity.concurrentMax());
    }

    @Override
    public Outcome execute(GuardedQuery query, Request request, RowSink sink) {
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
        Answer answer;
        long start = System.nanoTime();
        try (Stop stop = new Stop(query.limits().timeout(), request.cancellation())) {
            running.add(stop);
            try {
                if (closed) {
                    return new Outcome.Failed(
                            ReasonCode.SOURCE_UNAVAILABLE, null, Map.of("reason", "closed"));
                }
                answer = engine.run(query, request, stop);
            } catch (SourceFailure e) {
                return e.outcome();
            } finally {
                running.remove(stop);
            }
        }
        return answer.deliver(request, sink, (System.nanoTime() - start) / 1_000);
    }

    /** There is nothing to open ahead: a connection carries no state. */
    @Override
    public void warm() {}

    @Override
    public void close() {
        closed = true;
        running.forEach(Stop::cancel);
        engine.close();
    }
}
