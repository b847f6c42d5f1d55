package dev.sluice.connector.http;

import dev.sluice.connector.Admission;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.RowSink;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One database behind HTTP under one credential: capacity, deadline, cancellation, delivery. */
public final class HttpDatabase implements Database {
    private final HttpEngine engine;
    private final Admission admission;
    private final Set<Stop> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger executing = new AtomicInteger();
    private final AtomicBoolean engineClosed = new AtomicBoolean();
    private volatile boolean closed;

    /** Closes the engine when it is closed. */
    public HttpDatabase(HttpEngine engine, Capacity capacity) {
        this.engine = engine;
        this.admission = new Admission(capacity);
    }

    @Override
    public Outcome execute(GuardedQuery query, Request request, RowSink sink) {
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
        closeEngine();
    }

    /** Not before the last query has ended: it is ended at the service by the same way. */
    private void closeEngine() {
        if (closed && executing.get() == 0 && engineClosed.compareAndSet(false, true)) {
            engine.close();
        }
    }
}
