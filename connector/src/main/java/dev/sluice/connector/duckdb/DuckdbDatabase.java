package dev.sluice.connector.duckdb;

import dev.sluice.connector.Admission;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.connector.duckdb.frame.Reason;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import java.util.Map;

/** One file or directory. */
final class DuckdbDatabase implements Database {
    private final Engines engines;
    private final Admission admission;

    DuckdbDatabase(EngineSettings settings, ConnectionMode mode, Capacity capacity) {
        this.engines = new Engines(settings, mode);
        this.admission = new Admission(capacity);
    }

    @Override
    public Outcome execute(GuardedQuery query, Request request, RowSink sink) {
        if (LastLook.at(query.databaseText(), Quotes.STANDARD).isPresent()) {
            return Outcome.Failed.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        if (!EngineProcess.fits(query.databaseText())) {
            return Outcome.Failed.of(ReasonCode.QUERY_TOO_COMPLEX);
        }
        Outcome refusal = admission.enter(request.cancellation());
        if (refusal != null) {
            return refusal;
        }
        try {
            return run(query, request, sink);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        } finally {
            admission.leave();
        }
    }

    private Outcome run(GuardedQuery query, Request request, RowSink sink)
            throws InterruptedException {
        for (boolean again = false; ; again = true) {
            if (engines.isClosed()) {
                return Delivery.closed();
            }
            if (request.cancellation().isCancelled()) {
                return new Outcome.Cancelled();
            }
            Engines.Lease lease;
            try {
                lease = engines.take();
            } catch (EngineException e) {
                return e.diagnosis().failed(null);
            } catch (SluiceException e) {
                return failed(e);
            }
            try {
                EngineProcess engine = lease.engine();
                long start = System.nanoTime();
                EngineProcess.Ran ran =
                        engine.run(
                                wire(query, request),
                                query.limits().timeout(),
                                request.cancellation());
                boolean idledOut =
                        ran.ending() instanceof Reply.Ending.Lost && engine.hasIdledOut();
                if (!idledOut || again) {
                    long micros = (System.nanoTime() - start) / 1_000;
                    return outcome(ran, request, sink, micros);
                }
            } finally {
                engines.giveBack(lease);
            }
        }
    }

    /** Who asks is told the reason, and not where the file is. */
    private static Outcome failed(SluiceException e) {
        return new Outcome.Failed(
                e.code(), null, Map.of("reason", String.valueOf(e.details().get("reason"))));
    }

    private static Query wire(GuardedQuery query, Request request) {
        return new Query(
                query.databaseText(),
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList(),
                new Bounds(
                        query.limits().maxRows(),
                        request.limits().cellBytesMax(),
                        request.limits().bytesMax()));
    }

    private Outcome outcome(EngineProcess.Ran ran, Request request, RowSink sink, long micros) {
        if (request.cancellation().isCancelled()) {
            return new Outcome.Cancelled();
        }
        Delivery delivery = new Delivery(request);
        return switch (ran.ending()) {
            case Reply.Ending.Complete complete ->
                    delivery.complete(ran.reply(), complete.truncated(), sink, micros);
            case Reply.Ending.Failed failed -> failed(ran, failed.message(), delivery);
            case Reply.Ending.Lost lost -> {
                if (ran.timedOut()) {
                    yield Outcome.Failed.of(ReasonCode.TIMEOUT);
                }
                yield engines.isClosed() ? new Outcome.Cancelled() : lost.cause().failed(null);
            }
        };
    }

    private static Outcome failed(EngineProcess.Ran ran, Message.Failed failed, Delivery delivery) {
        if (ran.timedOut() && failed.reason() == Reason.INTERRUPTED) {
            return Outcome.Failed.of(ReasonCode.TIMEOUT);
        }
        return delivery.failed(ran.reply(), failed);
    }

    @Override
    public void warm() {
        engines.warm();
    }

    @Override
    public void close() {
        engines.close();
    }
}
