package dev.sluice.server.query;

import dev.sluice.connector.Cancellation;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.limit.RefusalLimit;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import dev.sluice.server.tenant.Tenants;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The single path of a query: policy, guard, intent, database, answer, outcome. The intent is sent
 * while the query runs and is durable before the answer is returned.
 */
public final class QueryService {
    /** How often a question is decided anew because the policy changed under it. */
    static final int ATTEMPTS_MAX = 4;

    private final Tenants tenants;
    private final CallerCheck callers;
    private final RefusalLimit refusals;

    /**
     * @param refusals that callers may cause; what administrators try out does not count
     */
    public QueryService(Tenants tenants, CallerCheck callers, RefusalLimit refusals) {
        this.tenants = tenants;
        this.callers = callers;
        this.refusals = refusals;
    }

    /**
     * Answers a question.
     *
     * @throws SluiceException {@code AUDIT_UNAVAILABLE}, {@code STORE_UNAVAILABLE}, {@code
     *     OVERLOADED}: there is no record and so no answer
     */
    public Answer ask(Authenticated caller, Question question) {
        Optional<Duration> pause = refusals.pause(caller.principal());
        if (pause.isPresent()) {
            return heldBack(caller, question, pause.get());
        }
        Answer answer = ask(caller, question, Attempt::run);
        if (answer instanceof Answer.Declined declined) {
            refusals.declined(caller.principal(), declined.code());
        }
        return answer;
    }

    /** Nothing is looked at; now and then it is recorded, as any refusal is. */
    private Answer heldBack(Authenticated caller, Question question, Duration pause) {
        return refusals.isWorthARecord(caller.principal())
                ? ask(caller, question, attempt -> attempt.refuse(Failures.heldBack(pause)))
                : Failures.heldBack(pause);
    }

    /**
     * Answers an administrator's question as it would be answered under a policy that is tried out.
     * The record names the administrator.
     *
     * @throws SluiceException as {@link #ask}
     */
    public Answer tryOut(Authenticated caller, Question question, Trial trial) {
        return ask(caller, question, attempt -> attempt.run(trial));
    }

    private Answer ask(
            Authenticated caller, Question question, Function<Attempt, Optional<Answer>> how) {
        Tenant tenant = tenants.of(caller.principal().tenant());
        TenantState state = tenant.state();
        Cancellation cancellation = new Cancellation();
        question.client().onGone(cancellation::cancel);
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Optional<Answer> answer =
                    how.apply(new Attempt(tenant, state, caller, question, cancellation));
            if (answer.isPresent()) {
                return answer.get();
            }
            Optional<Challenge> objection = callers.objection(caller);
            if (objection.isPresent()) {
                return new Answer.SignInAgain(objection.get());
            }
            state = tenant.newerThan(state.epoch());
        }
        throw unsettled();
    }

    static SluiceException unsettled() {
        return new SluiceException(
                ReasonCode.OVERLOADED, "The policy changes faster than it can be applied.");
    }
}
