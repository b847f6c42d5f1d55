package dev.sluice.server.query;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Decision;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.audit.Ending;
import dev.sluice.server.audit.Intent;
import dev.sluice.server.audit.QueryLog;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One decision under one state. Empty when the state, or the caller, turned out to be stale. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Tenant tenant;
    private final TenantState state;
    private final Authenticated caller;
    private final Question question;
    private final Cancellation cancellation;
    private final UUID receipt = UUID.randomUUID();
    private final long startedNanos = System.nanoTime();

    Attempt(
            Tenant tenant,
            TenantState state,
            Authenticated caller,
            Question question,
            Cancellation cancellation) {
        this.tenant = tenant;
        this.state = state;
        this.caller = caller;
        this.question = question;
        this.cancellation = cancellation;
    }

    Optional<Answer> run() {
        Principal principal = caller.principal();
        String source = question.source();
        if (source == null) {
            List<String> visible = state.sourcesFor(principal);
            if (visible.size() > 1) {
                return refuse(
                        null,
                        new Answer.Declined(
                                ReasonCode.INVALID_ARGUMENT,
                                "Say which source is meant.",
                                Map.of("argument", "source", "sources", visible)));
            }
            source = visible.isEmpty() ? "" : visible.getFirst();
        }
        return ask(principal, source);
    }

    /** As {@link #run}, under another policy than the one in force. */
    Optional<Answer> run(Trial trial) {
        TenantState.Access access = trial.access();
        // Not remembered: the trial's policy is in force for nobody.
        Decision decision =
                access.guard().check(question.sql(), trial.claims(), question.maxRows());
        return carryOut(access.connection().name(), access, decision, trial.claims());
    }

    private Optional<Answer> ask(Principal principal, String source) {
        Optional<TenantState.Access> access;
        try {
            access = state.access(principal, source);
        } catch (SluiceException e) {
            return refuse(source, new Answer.Declined(e.code(), e.getMessage(), e.details()));
        }
        if (access.isEmpty()) {
            return refuse(source.isEmpty() ? null : source, unknownSource(source));
        }
        Decision decision =
                state.decide(access.get(), question.sql(), principal.claims(), question.maxRows());
        return carryOut(source, access.get(), decision, principal.claims());
    }

    private static Answer.Declined unknownSource(String name) {
        return name.isEmpty()
                ? new Answer.Declined(
                        ReasonCode.SOURCE_UNKNOWN, "No source is visible to you.", Map.of())
                : new Answer.Declined(
                        ReasonCode.SOURCE_UNKNOWN,
                        "There is no source '" + name + "'.",
                        Map.of("rejected_token", name));
    }

    private Optional<Answer> carryOut(
            String source,
            TenantState.Access access,
            Decision decision,
            Map<String, String> claims) {
        return switch (decision) {
            case Decision.Refused refused -> refuse(source, declined(refused));
            case Decision.Allowed(GuardedQuery query, List<Decision.Warning> warnings) -> {
                Optional<String> display = access.guard().display(question.sql(), claims, query);
                Texts texts = new Texts(query.sql(), display.orElse(null));
                yield execute(intent(source, texts, null, null), access, query, warnings);
            }
        };
    }

    private static Answer.Declined declined(Decision.Refused refused) {
        Map<String, Object> details = new TreeMap<>();
        details.put("position", refused.position());
        if (refused.rejectedToken() != null) {
            details.put("rejected_token", refused.rejectedToken());
        }
        if (refused.hint() != null) {
            details.put("hint", refused.hint());
        }
        return new Answer.Declined(refused.code(), refused.message(), details);
    }

    private Optional<Answer> refuse(@Nullable String source, Answer.Declined declined) {
        Object token = declined.details().get("rejected_token");
        QueryLog.Pending pending =
                tenant.log()
                        .append(
                                intent(
                                        source,
                                        Texts.NONE,
                                        declined.code(),
                                        token == null ? null : token.toString()));
        return pending.await() ? Optional.of(withReceipt(declined)) : Optional.empty();
    }

    private Optional<Answer> execute(
            Intent intent,
            TenantState.Access access,
            GuardedQuery query,
            List<Decision.Warning> warnings) {
        QueryLog.Pending pending = tenant.log().append(intent);
        AnswerJson answer = new AnswerJson();
        Outcome outcome = run(access, query, answer);
        boolean current;
        try {
            current = pending.await();
        } catch (SluiceException e) {
            // The intent may become durable after all; then it has an end that says so.
            tenant.log().append(ending(new Outcome.Failed(e.code(), null, Map.of())));
            throw e;
        }
        tenant.log().append(ending(current, outcome));
        return current ? Optional.of(answer(outcome, answer, warnings)) : Optional.empty();
    }

    /** A failure to run is an outcome too: an intent is never left without one. */
    private Outcome run(TenantState.Access access, GuardedQuery query, AnswerJson answer) {
        Request request =
                new Request(
                        SessionTag.of(caller.principal(), receipt.toString()),
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

    private Answer answer(Outcome outcome, AnswerJson answer, List<Decision.Warning> warnings) {
        return switch (outcome) {
            case Outcome.Completed completed ->
                    new Answer.Rows(answer.finish(completed.truncated(), warnings, receipt));
            case Outcome.Failed failed -> withReceipt(Failures.declined(failed));
            case Outcome.Cancelled _ -> withReceipt(Failures.cancelled());
        };
    }

    private Ending ending(boolean current, Outcome outcome) {
        Ending ending = ending(outcome);
        return current ? ending : ending.as(Ending.Status.STALE);
    }

    private Ending ending(Outcome outcome) {
        long micros = (System.nanoTime() - startedNanos) / 1_000;
        return switch (outcome) {
            case Outcome.Completed done ->
                    new Ending(
                            receipt,
                            question.requestId(),
                            done.truncated() ? Ending.Status.TRUNCATED : Ending.Status.OK,
                            null,
                            done.rows(),
                            done.bytes(),
                            boxed(done.scanEstimated()),
                            boxed(done.scanMeasured()),
                            micros);
            case Outcome.Failed failed ->
                    new Ending(
                            receipt,
                            question.requestId(),
                            Ending.Status.FAILED,
                            failed.code(),
                            0,
                            0,
                            failed.details().get("estimated_bytes") instanceof Long bytes
                                    ? bytes
                                    : null,
                            null,
                            micros);
            case Outcome.Cancelled _ ->
                    new Ending(
                            receipt,
                            question.requestId(),
                            Ending.Status.CANCELLED,
                            ReasonCode.CANCELLED,
                            0,
                            0,
                            null,
                            null,
                            micros);
        };
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private Answer.Declined withReceipt(Answer.Declined declined) {
        Map<String, Object> details = new TreeMap<>(declined.details());
        details.put("receipt", receipt.toString());
        return new Answer.Declined(declined.code(), declined.message(), details);
    }

    /** What an allowed question became, for the record. */
    private record Texts(@Nullable String emitted, @Nullable String display) {
        static final Texts NONE = new Texts(null, null);
    }

    private Intent intent(
            @Nullable String source,
            Texts texts,
            @Nullable ReasonCode refusal,
            @Nullable String rejectedToken) {
        return new Intent(
                receipt,
                question.requestId(),
                caller.principal(),
                caller.epochs(),
                state.epoch(),
                question.tool(),
                source,
                question.sql(),
                texts.emitted(),
                texts.display(),
                refusal,
                rejectedToken);
    }
}
