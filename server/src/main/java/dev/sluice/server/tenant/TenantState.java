package dev.sluice.server.tenant;

import dev.sluice.core.Policy;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Decision;
import dev.sluice.guard.DecisionCache;
import dev.sluice.guard.Guard;
import dev.sluice.guard.MaskKey;
import dev.sluice.policy.Budgets;
import dev.sluice.policy.Grant;
import dev.sluice.policy.PolicyFile;
import dev.sluice.server.policy.AppliedPolicy;
import dev.sluice.server.source.MaskKeys;
import dev.sluice.server.source.SourceConnection;
import dev.sluice.server.source.SourceDialects;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for a tenant at one epoch: the policy file and the connections. Immutable but for the
 * guards, which are compiled when a caller first needs one.
 */
public final class TenantState {
    private static final Logger LOG = LoggerFactory.getLogger(TenantState.class);

    /** Callers remembered; beyond it all are forgotten and looked at anew. */
    private static final int VIEWS_MAX = 10_000;

    private final long epoch;
    private final @Nullable AppliedPolicy applied;
    private final PolicyFile file;
    private final MaskKeys maskKeys;
    private final SequencedMap<String, SourceConnection> connections;
    private final Map<Caller, View> views = new ConcurrentHashMap<>();
    private final Map<Policy, Guard> guards = new ConcurrentHashMap<>();
    private final DecisionCache decisions = new DecisionCache();

    /** A caller as policy files see one. */
    private record Caller(String user, @Nullable String agent, Set<String> groups) {}

    /** What holds for one caller; the guards are compiled when they are first needed. */
    private record View(
            List<String> sources,
            Set<String> tools,
            Budgets budgets,
            Map<String, Optional<Access>> compiled) {}

    /** A source that a caller may use: where it is, what is visible, and who decides. */
    public record Access(SourceConnection connection, Policy policy, Guard guard) {}

    TenantState(
            long epoch,
            @Nullable AppliedPolicy applied,
            PolicyFile file,
            List<SourceConnection> connections,
            MaskKeys maskKeys) {
        this.maskKeys = maskKeys;
        this.epoch = epoch;
        this.applied = applied;
        this.file = file;
        this.connections = new LinkedHashMap<>();
        connections.forEach(connection -> this.connections.put(connection.name(), connection));
    }

    /** The version that intents carry as the policy's. */
    public long epoch() {
        return epoch;
    }

    /** The policy as it was applied, empty before the first. */
    public Optional<AppliedPolicy> applied() {
        return Optional.ofNullable(applied);
    }

    public PolicyFile file() {
        return file;
    }

    /** All connections, in the order in which they were made. */
    public List<SourceConnection> connections() {
        return List.copyOf(connections.values());
    }

    public Optional<SourceConnection> connection(String name) {
        return Optional.ofNullable(connections.get(name));
    }

    /** The sources that the caller may use and that have a connection, in the file's order. */
    public List<String> sourcesFor(Principal caller) {
        return view(caller).sources();
    }

    public Set<String> toolsFor(Principal caller) {
        return view(caller).tools();
    }

    /** What the caller's calls may take in a day. */
    public Budgets budgetsFor(Principal caller) {
        return view(caller).budgets();
    }

    /** Whether the policy has an agent of this name. */
    public boolean knowsAgent(String name) {
        return file.agents().contains(name);
    }

    /** Whether the policy has the agent that the caller acts through, if it acts through one. */
    public boolean knowsAgentOf(Principal caller) {
        String agent = caller.agent();
        return agent == null || knowsAgent(agent);
    }

    /**
     * Refuses a caller whose agent the policy does not have.
     *
     * @throws SluiceException {@code AGENT_UNKNOWN}
     */
    public void requireAgentOf(Principal caller) {
        if (!knowsAgentOf(caller)) {
            throw new SluiceException(
                    ReasonCode.AGENT_UNKNOWN,
                    "The policy in force has no agent '" + caller.agent() + "'.");
        }
    }

    /**
     * What the caller may do with a source; empty for an invisible one as for none at all.
     *
     * @throws SluiceException {@code SOURCE_UNAVAILABLE} when the policy does not fit the database
     *     any more, {@code DIALECT_DISABLED} or {@code POLICY_INVALID} when the guard's dialect is
     *     not the database's, {@code AGENT_UNKNOWN}
     */
    public Optional<Access> access(Principal caller, String source) {
        requireAgentOf(caller);
        View view = view(caller);
        return view.sources().contains(source)
                ? view.compiled().computeIfAbsent(source, name -> compile(caller, name))
                : Optional.empty();
    }

    /**
     * Decides as the access's guard does, remembering decisions for as long as this state holds.
     */
    public Decision decide(
            Access access, String sql, Map<String, String> claims, @Nullable Integer maxRows) {
        return decisions.check(access.guard(), sql, claims, maxRows);
    }

    private View view(Principal principal) {
        Caller caller = new Caller(principal.bindingName(), principal.agent(), principal.groups());
        View known = views.get(caller);
        if (known != null) {
            return known;
        }
        if (views.size() >= VIEWS_MAX) {
            views.clear();
            guards.clear();
        }
        View view =
                new View(
                        file.sourcesFor(principal).stream()
                                .filter(connections::containsKey)
                                .toList(),
                        file.toolsFor(principal),
                        file.budgetsFor(principal),
                        new ConcurrentHashMap<>());
        views.put(caller, view);
        return view;
    }

    /** What the caller may see of a source, for what only describes. */
    public Optional<Policy> policy(Principal caller, String source) {
        return view(caller).sources().contains(source)
                        && file.policyFor(caller, source) instanceof Grant.Granted(Policy policy)
                ? Optional.of(policy)
                : Optional.empty();
    }

    private Optional<Access> compile(Principal caller, String source) {
        SourceConnection connection = connections.get(source);
        if (connection == null) {
            return Optional.empty();
        }
        return switch (file.policyFor(caller, source)) {
            case Grant.Granted(Policy policy) -> {
                SourceDialects.check(connection, policy.dialect());
                yield Optional.of(
                        new Access(
                                connection,
                                policy,
                                guards.computeIfAbsent(policy, same -> guard(same, connection))));
            }
            case Grant.Refused _ -> Optional.empty();
        };
    }

    /**
     * Callers to whom the same is visible share a guard, and with it what it decided. The catalogue
     * may have changed since the policy was checked against it.
     */
    private Guard guard(Policy policy, SourceConnection connection) {
        MaskKey key = policy.masksWithKey() ? maskKeys.of(policy.source()) : MaskKey.random();
        try {
            return Guard.of(policy, connection.catalogue(), key);
        } catch (SluiceException e) {
            LOG.atError()
                    .addKeyValue("source", policy.source())
                    .setCause(e)
                    .log("the policy does not fit the database any more");
            throw new SluiceException(
                    ReasonCode.SOURCE_UNAVAILABLE,
                    "The source's policy does not fit its database any more; an administrator has"
                            + " to apply one that does.");
        }
    }
}
