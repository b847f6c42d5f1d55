package dev.sluice.policy;

import dev.sluice.core.Policy;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

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
    private final SequencedMap<String, List<Role>> rolesByUser;
    private final SequencedMap<String, Agent> agents;

    private PolicyFile(
            SequencedMap<String, Source> sources,
            SequencedMap<String, Role> roles,
            SequencedMap<String, List<Role>> rolesByUser,
            SequencedMap<String, Agent> agents) {
        this.sources = Collections.unmodifiableSequencedMap(sources);
        this.roles = Collections.unmodifiableSequencedMap(roles);
        this.rolesByUser = Collections.unmodifiableSequencedMap(rolesByUser);
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
                        .orElseGet(LinkedHashMap::new),
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

    /**
     * What the caller may see of the source.
     *
     * @param principal its user must be bound to a role; its agent, when it has one, must be in the
     *     file
     * @param source the source's name; an unknown one is refused like an invisible one
     */
    public Grant policyFor(Principal principal, String source) {
        return Optional.ofNullable(sources.get(source))
                .flatMap(found -> view(principal, found).map(view -> policy(found, view)))
                .filter(policy -> !policy.tables().isEmpty())
                .<Grant>map(Grant.Granted::new)
                .orElseGet(() ->
                        new Grant.Refused(
                                ReasonCode.SOURCE_UNKNOWN,
                                "There is no source '" + Shown.name(source) + "'."));
    }

    /** The names of the sources that the caller may use, in the file's order. */
    public SequencedSet<String> sourcesFor(Principal principal) {
        SequencedSet<String> visible = new LinkedHashSet<>();
        for (String source : sources.keySet()) {
            switch (policyFor(principal, source)) {
                case Grant.Granted _ -> visible.add(source);
                case Grant.Refused _ -> {}
            }
        }
        return Collections.unmodifiableSequencedSet(visible);
    }

    /** The names of the MCP tools that the caller may use. */
    public Set<String> toolsFor(Principal principal) {
        SequencedSet<String> tools = new LinkedHashSet<>();
        for (Role role : rolesOf(principal)) {
            tools.addAll(role.tools());
        }
        if (principal.agent() != null) {
            Agent agent = agents.get(principal.agent());
            tools.retainAll(agent == null ? Set.of() : agent.role().tools());
        }
        return Collections.unmodifiableSet(tools);
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

    private Optional<View> view(Principal principal, Source source) {
        Optional<View> user = Optional.empty();
        for (Role role : rolesOf(principal)) {
            Role.Use use = role.sources().get(source.name());
            if (use != null) {
                user = Optional.of(user.map(view -> view.or(use.view())).orElseGet(use::view));
            }
        }
        if (principal.agent() == null) {
            return user;
        }
        Agent agent = agents.get(principal.agent());
        Role.Use use =
                agent == null || !agent.sources().contains(source.name())
                        ? null
                        : agent.role().sources().get(source.name());
        return use == null ? Optional.empty() : user.map(view -> view.and(use.view()));
    }

    private List<Role> rolesOf(Principal principal) {
        return rolesByUser.getOrDefault(principal.user(), List.of());
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
