package dev.sluice.server.query;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Decision;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.server.audit.Ending;
import dev.sluice.server.audit.Intent;
import dev.sluice.server.audit.QueryLog;
import dev.sluice.server.budget.Spending;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one allowed query, between its intent and its outcome. */
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private final Tenant tenant;
    private final Question question;
    private final Cancellation cancellation;
    private final Spending spending;
    private final long startedNanos;

    /**
     * @param startedNanos when the question was taken up
     */
    Execution(
            Tenant tenant,
            Question question,
            Cancellation cancellation,
            Spending spending,
            long startedNanos) {
        this.tenant = tenant;
        this.question = question;
        this.cancellation = cancellation;
        this.spending = spending;
        this.startedNanos = startedNanos;
    }

    /**
     * Empty when the intent was stale. The query runs while the intent is written, unless a budget
     * may not reach: then the store is asked first.
     */
    Optional<Answer> of(
            Intent intent,
            TenantState.Access access,
            GuardedQuery query,
            List<Decision.Warning> warnings) {
        QueryLog.Pending pending = tenant.log().append(intent, spending.holds());
        AnswerJson answer = new AnswerJson();
        boolean runs =
                spending.mayRunAhead() || (isCurrent(intent, pending) && !spending.isUsedUp());
        Outcome outcome = runs ? run(intent, access, query, answer) : new Outcome.Cancelled();
        boolean current = isCurrent(intent, pending);
        if (current && !runs) {
            outcome = usedUp();
        }
        Outcome cut = current && runs ? withinBudget(outcome, answer) : outcome;
        Ending ending = ending(intent, cut);
        tenant.log()
                .append(
                        current ? ending : ending.as(Ending.Status.STALE),
                        Endings.charges(spending, cut, current));
        return current ? Optional.of(answer(intent, cut, answer, warnings)) : Optional.empty();
    }

    /** Whether the decision still counts, once its record is durable. */
    private boolean isCurrent(Intent intent, QueryLog.Pending pending) {
        try {
            QueryLog.Written written = pending.written();
            spending.got(written.held());
            return written.current();
        } catch (SluiceException e) {
            // The intent may become durable after all; then it has an end that says so, and what
            // it holds of budgets stays used.
            tenant.log().append(ending(intent, new Outcome.Failed(e.code(), null, Map.of())));
            throw e;
        }
    }

    /** A failure to run is an outcome too: an intent is never left without one. */
    private Outcome run(
            Intent intent, TenantState.Access access, GuardedQuery query, AnswerJson answer) {
        Request request =
                new Request(
                        SessionTag.of(intent.principal(), intent.receipt().toString()),
                        ResultLimits.DEFAULT,
                        cancellation);
        try {
            return tenant.databases().of(access.connection()).execute(query, request, answer);
        } catch (SluiceException e) {
            log(e.code(), e);
            return new Outcome.Failed(e.code(), null, e.details());
        } catch (RuntimeException e) {
            log(ReasonCode.INTERNAL, e);
            return Outcome.Failed.of(ReasonCode.INTERNAL);
        }
    }

    private void log(ReasonCode code, RuntimeException cause) {
        LOG.atWarn()
                .addKeyValue("tenant", tenant.id())
                .addKeyValue("code", code)
                .addKeyValue("request_id", question.requestId())
                .setCause(cause)
                .log("a query could not be run");
    }

    /** What of an answer the budgets reach for. */
    private Outcome withinBudget(Outcome outcome, AnswerJson answer) {
        if (!(outcome instanceof Outcome.Completed done)
                || (done.rows() <= spending.rowsMax() && done.bytes() <= spending.bytesMax())) {
            return outcome;
        }
        AnswerJson.Kept kept = answer.cut(spending.rowsMax(), spending.bytesMax());
        if (kept.rows() == 0) {
            return usedUp().expecting(Endings.scanned(done));
        }
        return new Outcome.Completed(
                kept.rows(),
                Math.min(kept.bytes(), done.bytes()),
                true,
                done.scanEstimated(),
                done.scanMeasured(),
                done.micros());
    }

    /**
     * Nothing is said of which budget it is: one of them counts rows that the caller cannot see.
     */
    private Outcome.Failed usedUp() {
        return new Outcome.Failed(
                ReasonCode.BUDGET_EXCEEDED,
                null,
                Map.of("renewed_at", spending.renewedAt().toString()));
    }

    private Answer answer(
            Intent intent, Outcome outcome, AnswerJson answer, List<Decision.Warning> warnings) {
        return switch (outcome) {
            case Outcome.Completed completed ->
                    new Answer.Rows(
                            answer.finish(
                                    completed.truncated(),
                                    warnings,
                                    spending.balance(completed.rows(), completed.bytes()),
                                    intent.receipt()));
            case Outcome.Failed failed -> Failures.declined(failed).with(intent.receipt());
            case Outcome.Cancelled _ -> Failures.cancelled().with(intent.receipt());
        };
    }

    private Ending ending(Intent intent, Outcome outcome) {
        long micros = (System.nanoTime() - startedNanos) / 1_000;
        return Endings.of(intent.receipt(), intent.requestId(), outcome, micros);
    }
}
