package dev.sluice.server.query;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.ResultLimits;
import dev.sluice.core.Budget;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Decision;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.policy.Budgets;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.audit.Intent;
import dev.sluice.server.audit.QueryLog;
import dev.sluice.server.budget.Spending;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One decision under one state. Empty when the state, or the caller, turned out to be stale. */
final class Attempt {
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
        return carryOut(access.connection().name(), access, decision, trial.claims(), Budgets.NONE);
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
        return carryOut(
                source, access.get(), decision, principal.claims(), state.budgetsFor(principal));
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
            Map<String, String> claims,
            Budgets budgets) {
        return switch (decision) {
            case Decision.Refused refused -> refuse(source, declined(refused));
            case Decision.Allowed(GuardedQuery query, List<Decision.Warning> warnings) -> {
                Optional<String> display = access.guard().display(question.sql(), claims, query);
                Texts texts = new Texts(query.sql(), display.orElse(null));
                yield new Execution(
                                tenant,
                                question,
                                cancellation,
                                spending(budgets, query),
                                startedNanos)
                        .of(intent(source, texts, null, null), access, query, warnings);
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

    /** What the answer, and reading for it, may take at most. */
    private Spending spending(Budgets budgets, GuardedQuery query) {
        Budget wanted =
                new Budget(
                        query.limits().maxRows(),
                        ResultLimits.DEFAULT.bytesMax(),
                        query.limits().maxBytes());
        return tenant.budgets().spending(budgets, caller.principal(), wanted);
    }

    /** As {@link #run}, without looking at the question. */
    Optional<Answer> refuse(Answer.Declined declined) {
        return refuse(question.source(), declined);
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
        return pending.await() ? Optional.of(declined.with(receipt)) : Optional.empty();
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
