package dev.sluice.policy;

import dev.sluice.core.Budget;
import dev.sluice.core.Policy;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A policy file that was read completely: what each caller may use. Immutable.
 *
 * <p>Everything is denied that no rule opens. What a caller sees is what the user's roles and, when
 * an agent acts for the user, the agent's role both show: common tables and columns, all row
 * filters, the smaller limits.
 */
public final class PolicyFile {
    static final int VERSION = 1;

    private final SequencedMap<String, Source> sources;
    private final SequencedMap<String, Role> roles;
    private final Bindings bindings;
    private final SequencedMap<String, Agent> agents;

    private PolicyFile(
            SequencedMap<String, Source> sources,
            SequencedMap<String, Role> roles,
            Bindings bindings,
            SequencedMap<String, Agent> agents) {
        this.sources = Collections.unmodifiableSequencedMap(sources);
        this.roles = Collections.unmodifiableSequencedMap(roles);
        this.bindings = bindings;
        this.agents = Collections.unmodifiableSequencedMap(agents);
    }

    /**
     * Reads a policy file. Nothing in it is skipped: an unknown key, a key that this version does
     * not enforce, a wrong type or value refuses the whole file.
     *
     * @param yaml one YAML 1.2 document of at most 1 MiB
     * @throws SluiceException {@code POLICY_INVALID}; the details hold {@code line} and {@code
     *     column} (from 1), {@code key}, and {@code nearest} for a misspelt name
     */
    public static PolicyFile parse(String yaml) {
        Section root = new Section("", YamlReader.read(yaml));
        Map<String, Section> fields =
                root.fields(
                        List.of("version", "sources", "roles", "bindings", "agents"), List.of());
        Section version = root.required(fields, "version");
        if (Quantity.integer(version) != VERSION) {
            throw version.problem("this version of Sluice reads policy files of version 1.");
        }
        SequencedMap<String, Source> sources =
                Optional.ofNullable(fields.get("sources"))
                        .map(SourceParser::sources)
                        .orElseGet(LinkedHashMap::new);
        AccessParser access = new AccessParser(sources);
        SequencedMap<String, Role> roles =
                Optional.ofNullable(fields.get("roles"))
                        .map(access::roles)
                        .orElseGet(LinkedHashMap::new);
        return new PolicyFile(
                sources,
                roles,
                Optional.ofNullable(fields.get("bindings"))
                        .map(section -> access.bindings(section, roles))
                        .orElseGet(
                                () -> new Bindings(new LinkedHashMap<>(), new LinkedHashMap<>())),
                Optional.ofNullable(fields.get("agents"))
                        .map(section -> access.agents(section, roles))
                        .orElseGet(LinkedHashMap::new));
    }

    /** The names of all sources in the file's order. */
    public SequencedSet<String> sources() {
        return Collections.unmodifiableSequencedSet(sources.sequencedKeySet());
    }

    /** The tables that the file names for the source, empty when there is no such source. */
    public SequencedSet<TableName> tables(String source) {
        Source found = sources.get(source);
        return found == null
                ? Collections.unmodifiableSequencedSet(new LinkedHashSet<>())
                : found.tables().sequencedKeySet();
    }

    /** The tables of the source whose lineage the file accepts. */
    Set<TableName> lineagesAccepted(String source) {
        Set<TableName> accepted = new LinkedHashSet<>();
        Source found = sources.get(source);
        if (found != null) {
            found.tables()
                    .forEach((name, table) -> {
                        if (table.lineageAccepted()) {
                            accepted.add(name);
                        }
                    });
        }
        return accepted;
    }

    /**
     * What the caller may see of the source.
     *
     * @param principal its user, by address or client id, must be bound to a role; its agent, when
     *     it has one, must be in the file, and is all that counts when it acts for itself
     * @param source the source's name; an unknown one is refused like an invisible one
     */
    public Grant policyFor(Principal principal, String source) {
        return policyFor(Who.of(principal), source);
    }

    private Grant grant(String source, Function<Source, Optional<View>> views) {
        return Optional.ofNullable(sources.get(source))
                .flatMap(found -> views.apply(found).map(view -> policy(found, view)))
                .filter(policy -> !policy.tables().isEmpty())
                .<Grant>map(Grant.Granted::new)
                .orElseGet(() ->
                        new Grant.Refused(
                                ReasonCode.SOURCE_UNKNOWN,
                                "There is no source '" + Shown.name(source) + "'."));
    }

    /** The names of the sources that the caller may use, in the file's order. */
    public SequencedSet<String> sourcesFor(Principal principal) {
        return sourcesFor(Who.of(principal));
    }

    /** The names of the MCP tools that the caller may use. */
    public Set<String> toolsFor(Principal principal) {
        return toolsFor(Who.of(principal));
    }

    /** What the caller's calls may take in a day. */
    public Budgets budgetsFor(Principal principal) {
        return budgetsFor(Who.of(principal));
    }

    /** What somebody's calls may take in a day: of several roles the smallest, one by one. */
    public Budgets budgetsFor(Who who) {
        Budget user = Budget.UNLIMITED;
        if (who.kind() == Who.Kind.AGENT) {
            return new Budgets(user, budget(agents.get(who.name())));
        }
        for (Role role : bindings.of(who)) {
            user = user.and(role.budget());
        }
        return new Budgets(
                user,
                who.throughAgent()
                        .map(agents::get)
                        .map(PolicyFile::budget)
                        .orElse(Budget.UNLIMITED));
    }

    private static Budget budget(@Nullable Agent agent) {
        return agent == null ? Budget.UNLIMITED : agent.budget();
    }

    private Set<String> tools(Who who) {
        Optional<String> agent = who.throughAgent();
        SequencedSet<String> tools = new LinkedHashSet<>();
        for (Role role : bindings.of(who)) {
            tools.addAll(role.tools());
        }
        agent.map(agents::get)
                .map(Agent::role)
                .map(Role::tools)
                .or(() -> agent.map(_ -> new LinkedHashSet<>()))
                .ifPresent(tools::retainAll);
        return Collections.unmodifiableSet(tools);
    }

    /** The users and clients that the bindings name, in the file's order. */
    public SequencedSet<String> users() {
        return bindings.byUser().sequencedKeySet();
    }

    /** The groups that the bindings name, in the file's order. */
    public SequencedSet<String> groups() {
        return bindings.byGroup().sequencedKeySet();
    }

    /** The agents, in the file's order. */
    public SequencedSet<String> agents() {
        return agents.sequencedKeySet();
    }

    /** The name of the agent's role, null when there is no such agent. */
    public @Nullable String roleOfAgent(String agent) {
        Agent found = agents.get(agent);
        return found == null ? null : found.role().name();
    }

    /**
     * Whom the file knows under this name: a user or client of a binding, else an agent.
     *
     * @param agent the agent that the user acts through, empty when the user acts alone
     * @throws SluiceException {@code NOT_FOUND} with {@code nearest} in the details where a known
     *     name is close
     */
    public Who who(String name, Optional<String> agent) {
        if (agent.isPresent() && !agents.containsKey(agent.get())) {
            throw nobody("There is no agent '%s' in the policy.", agent.get(), agents.keySet());
        }
        if (bindings.byUser().containsKey(name)) {
            Who user = Who.user(name);
            return agent.map(user::through).orElse(user);
        }
        if (agent.isEmpty() && agents.containsKey(name)) {
            return Who.agent(name);
        }
        List<String> known = new ArrayList<>(bindings.byUser().keySet());
        if (agent.isEmpty()) {
            known.addAll(agents.keySet());
        }
        throw nobody("The policy gives no role to '%s'.", name, known);
    }

    private static SluiceException nobody(String message, String name, Iterable<String> known) {
        Optional<String> nearest = NearestName.to(name, known);
        String sentence = message.formatted(Shown.name(name));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", Shown.name(name));
        nearest.ifPresent(close -> details.put("nearest", close));
        return new SluiceException(
                ReasonCode.NOT_FOUND,
                nearest.map(close -> sentence + " Did you mean '" + close + "'?").orElse(sentence),
                details);
    }

    /** What somebody may see of the source, in the words of {@link #policyFor}. */
    public Grant policyFor(Who who, String source) {
        return switch (who.kind()) {
            case USER, GROUP -> grant(source, found -> view(who, found));
            case AGENT -> grant(source, found -> view(agents.get(who.name()), found));
        };
    }

    /** The sources that somebody may use, in the file's order. */
    public SequencedSet<String> sourcesFor(Who who) {
        SequencedSet<String> visible = new LinkedHashSet<>();
        for (String source : sources.keySet()) {
            if (policyFor(who, source) instanceof Grant.Granted) {
                visible.add(source);
            }
        }
        return Collections.unmodifiableSequencedSet(visible);
    }

    /** The MCP tools that somebody may use. */
    public Set<String> toolsFor(Who who) {
        return switch (who.kind()) {
            case USER, GROUP -> tools(who);
            case AGENT -> {
                Agent agent = agents.get(who.name());
                yield agent == null ? Set.of() : agent.role().tools();
            }
        };
    }

    /**
     * Everything that the file exposes of the source, whoever asks: for offline checks and
     * validation, never for a caller.
     */
    public Optional<Policy> exposedBy(String source) {
        return Optional.ofNullable(sources.get(source)).map(found -> policy(found, found.view()));
    }

    /**
     * Checks the file against the databases' catalogues: every table and column must be there in
     * exactly this spelling, and every row filter must compile.
     *
     * @param schemas by the source's name; sources without one are not checked
     * @return what is wrong, in the file's order, empty when it can be applied; at most {@value
     *     PolicyCheck#PROBLEMS_MAX} problems
     */
    public List<PolicyProblem> validate(Map<String, Schema> schemas) {
        return new PolicyCheck(sources, roles).problems(schemas);
    }

    private Optional<View> view(Who who, Source source) {
        Optional<String> agent = who.throughAgent();
        Optional<View> user = Optional.empty();
        for (Role role : bindings.of(who)) {
            Role.Use use = role.sources().get(source.name());
            if (use != null) {
                user = Optional.of(user.map(view -> view.or(use.view())).orElseGet(use::view));
            }
        }
        if (agent.isEmpty()) {
            return user;
        }
        Optional<View> through = view(agents.get(agent.get()), source);
        return user.flatMap(own -> through.map(own::and));
    }

    private static Optional<View> view(@Nullable Agent agent, Source source) {
        return agent == null || !agent.sources().contains(source.name())
                ? Optional.empty()
                : Optional.ofNullable(agent.role().sources().get(source.name()))
                        .map(Role.Use::view);
    }

    /** The names of the roles that somebody has. */
    List<String> roleNames(Who who) {
        return bindings.of(who).stream().map(Role::name).toList();
    }

    private static Policy policy(Source source, View view) {
        SequencedMap<TableName, Policy.TableRule> rules = new LinkedHashMap<>();
        source.tables()
                .forEach((name, table) -> {
                    View.Rows rows = view.tables().get(name);
                    if (rows != null && !rows.columns().isEmpty()) {
                        rules.put(
                                name,
                                new Policy.TableRule(
                                        table.description(), rows.columns(), rows.filters()));
                    }
                });
        return new Policy(
                source.name(), source.dialect(), source.defaultSchema(), view.limits(), rules);
    }
}
