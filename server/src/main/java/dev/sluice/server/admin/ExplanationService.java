package dev.sluice.server.admin;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.Explainer;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Who;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.query.Answer;
import dev.sluice.server.query.QueryService;
import dev.sluice.server.query.Question;
import dev.sluice.server.query.Trial;
import dev.sluice.server.source.SourceConnection;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells administrators what would become of somebody's question, under the policy in force or under
 * one that they have not applied yet.
 */
public final class ExplanationService {
    private static final String TOOL = "policy_try";

    private final Callers callers;
    private final QueryService queries;

    public ExplanationService(Clients clients, Accounts accounts, QueryService queries) {
        this.callers = new Callers(clients, accounts);
        this.queries = queries;
    }

    /**
     * What is asked.
     *
     * @param as a user, client or agent: a name of the policy, or a client's name or id
     * @param agent the agent that the user acts through, null for none
     * @param source null when only one is visible to them
     * @param claims what row filters may refer to, besides what is known of them
     * @param policy a policy file to decide under instead of the one in force, null for that
     */
    public record Asked(
            String sql,
            String as,
            @Nullable String agent,
            @Nullable String source,
            Map<String, String> claims,
            @Nullable String policy) {
        public Asked {
            claims = Map.copyOf(claims);
        }
    }

    /** A question with everything that it refers to found. */
    private record Found(
            Explainer explainer, Who who, Optional<String> source, Map<String, String> claims) {}

    /**
     * The decision and its reasons, ready to be shown; nothing is run.
     *
     * @throws SluiceException {@code NOT_FOUND} for somebody unknown, {@code SOURCE_UNKNOWN},
     *     {@code INVALID_ARGUMENT} when a source has to be named
     */
    public SequencedMap<String, Object> explain(Tenant tenant, Asked asked) {
        Found found = found(tenant, tenant.currentState(), asked);
        return found.explainer().explain(found.who(), found.source(), asked.sql(), found.claims());
    }

    /**
     * Answers the question in somebody's place. It reads data, so the record has it like any other
     * question, in the administrator's name.
     *
     * @throws SluiceException as {@link #explain}
     */
    public Answer answer(Tenant tenant, Authenticated caller, Asked asked, String requestId) {
        TenantState state = tenant.currentState();
        Found found = found(tenant, state, asked);
        Explainer.Decider decider = found.explainer().decider(found.who(), found.source());
        Question question =
                new Question(
                        TOOL + " as " + found.who().shown(),
                        asked.sql(),
                        decider.policy().source(),
                        null,
                        requestId,
                        _ -> {});
        TenantState.Access access =
                new TenantState.Access(
                        connection(state, decider.policy().source()),
                        decider.policy(),
                        decider.guard());
        return queries.tryOut(caller, question, new Trial(access, found.claims()));
    }

    private Found found(Tenant tenant, TenantState state, Asked asked) {
        String yaml = asked.policy();
        PolicyFile file = yaml == null ? state.file() : PolicyFile.parse(yaml);
        Who who = callers.named(tenant.id(), file, asked.as(), asked.agent());
        Map<String, String> claims = new HashMap<>(callers.claims(tenant.id(), who));
        claims.putAll(asked.claims());
        return new Found(
                new Explainer(file, source -> connection(state, source).catalogue()),
                who,
                Optional.ofNullable(asked.source()),
                claims);
    }

    private static SourceConnection connection(TenantState state, String source) {
        return state.connection(source)
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.SOURCE_UNKNOWN,
                                "The source '"
                                        + source
                                        + "' has no connection yet: sluice db connect "
                                        + source));
    }
}
