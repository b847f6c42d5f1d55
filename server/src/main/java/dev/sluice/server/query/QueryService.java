package dev.sluice.server.query;

import dev.sluice.connector.Cancellation;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.epoch.TenantEpochs;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import dev.sluice.server.tenant.Tenants;
import java.util.Optional;

/**
 * The single path of a query: policy, guard, intent, database, answer, outcome. The intent is sent
 * while the query runs and is durable before the answer is returned.
 */
public final class QueryService {
    /** How often a question is decided anew because the policy changed under it. */
    private static final int ATTEMPTS_MAX = 4;

    private final Tenants tenants;
    private final StaleCaller staleCaller;

    public QueryService(Tenants tenants, StaleCaller staleCaller) {
        this.tenants = tenants;
        this.staleCaller = staleCaller;
    }

    /**
     * Answers a question.
     *
     * @throws SluiceException {@code AUDIT_UNAVAILABLE}, {@code STORE_UNAVAILABLE}, {@code
     *     OVERLOADED}: there is no record and so no answer
     */
    public Answer ask(Authenticated caller, Question question) {
        Tenant tenant = tenants.of(caller.principal().tenant());
        TenantState state = tenant.state();
        Cancellation cancellation = new Cancellation();
        question.client().onGone(cancellation::cancel);
        for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
            Optional<Answer> answer =
                    new Attempt(tenant, state, caller, question, cancellation).run();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (callerIsStale(tenant, caller)) {
                return new Answer.SignInAgain(staleCaller.forget(caller));
            }
            state = tenant.newerThan(state.epoch());
        }
        throw new SluiceException(
                ReasonCode.OVERLOADED, "The policy changes faster than it can be applied.");
    }

    private static boolean callerIsStale(Tenant tenant, Authenticated caller) {
        TenantEpochs epochs = tenant.epochs();
        String token = TenantEpochs.token(caller.epochs().token());
        String account = TenantEpochs.account(caller.epochs().account());
        return epochs.refresh(token) != caller.epochs().tokenVersion()
                || epochs.refresh(account) != caller.epochs().accountVersion();
    }
}
