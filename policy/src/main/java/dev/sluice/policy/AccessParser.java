package dev.sluice.policy;

import dev.sluice.core.Budget;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the {@code roles}, {@code bindings} and {@code agents} sections. */
final class AccessParser {
    static final int ROLES_MAX = 1_000;
    static final int BINDINGS_MAX = 10_000;
    static final int AGENTS_MAX = 10_000;
    static final List<String> TOOLS =
            List.of("plan", "run", "search_catalog", "describe", "vector_search");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,126}");

    private final SequencedMap<String, Source> sources;
    private final Set<List<String>> agreeing = new HashSet<>();

    AccessParser(SequencedMap<String, Source> sources) {
        this.sources = sources;
    }

    SequencedMap<String, Role> roles(Section section) {
        SequencedMap<String, Role> roles = new LinkedHashMap<>();
        for (Section.Keyed entry : named(section, ROLES_MAX, "roles")) {
            roles.put(entry.name(), role(entry));
        }
        return roles;
    }

    private Role role(Section.Keyed entry) {
        Section section = entry.value();
        Map<String, Section> fields =
                section.fields(List.of("sources", "tools", "budget"), List.of());
        SequencedMap<String, Role.Use> uses = new LinkedHashMap<>();
        for (Section.Keyed use : section.required(fields, "sources").entries().values()) {
            Source source = sources.get(use.name());
            if (source == null) {
                throw PolicyProblem.unknown(
                                use.key().place(),
                                use.value().path(),
                                "there is no source '" + Shown.name(use.name()) + "' in this file.",
                                sources.keySet(),
                                use.name())
                        .asException();
            }
            uses.put(use.name(), use(source, use.value()));
        }
        return new Role(
                entry.name(),
                uses,
                tools(section.required(fields, "tools")),
                BudgetParser.budget(fields.get("budget")));
    }

    private static SequencedSet<String> tools(Section section) {
        SequencedSet<String> tools = new LinkedHashSet<>();
        for (PlacedName tool : section.names()) {
            if (!TOOLS.contains(tool.text())) {
                throw tool.unknown(
                                "there is no tool '"
                                        + Shown.name(tool.text())
                                        + "'; known are "
                                        + String.join(", ", TOOLS)
                                        + ".",
                                TOOLS)
                        .asException();
            }
            tools.add(tool.text());
        }
        return tools;
    }

    private static Role.Use use(Source source, Section section) {
        Map<String, Section> fields = section.fields(List.of("tables", "limits"), List.of());
        LimitsOverride limits =
                Optional.ofNullable(fields.get("limits"))
                        .map(SourceParser::limits)
                        .orElse(LimitsOverride.NONE);
        Section tables = section.required(fields, "tables");
        return Role.Use.of(
                source,
                limits,
                tables.node() instanceof YamlNode.Sequence
                        ? listed(source, tables)
                        : narrowed(source, tables));
    }

    private static SequencedMap<TableName, Role.Narrowing> listed(Source source, Section section) {
        SequencedMap<TableName, Role.Narrowing> tables = new LinkedHashMap<>();
        for (PlacedName name : section.names()) {
            tables.put(
                    exposed(source, name),
                    new Role.Narrowing(name, List.of(), true, Optional.empty()));
        }
        return tables;
    }

    private static SequencedMap<TableName, Role.Narrowing> narrowed(
            Source source, Section section) {
        SequencedMap<TableName, Role.Narrowing> tables = new LinkedHashMap<>();
        for (Section.Keyed entry : section.entries().values()) {
            PlacedName name =
                    new PlacedName(entry.name(), entry.key().place(), entry.value().path());
            TableName table = exposed(source, name);
            Map<String, Section> fields =
                    entry.value()
                            .fields(
                                    List.of("exposed_columns", "columns", "masks", "row_filter"),
                                    List.of());
            List<Source.Column> columns = ColumnParser.narrowed(fields);
            columns.forEach(column -> requireExposed(source, table, column.name()));
            tables.put(
                    table,
                    new Role.Narrowing(
                            name,
                            columns,
                            !fields.containsKey("exposed_columns"),
                            Optional.ofNullable(fields.get("row_filter"))
                                    .map(SourceParser::rowFilter)));
        }
        return tables;
    }

    private static TableName exposed(Source source, PlacedName name) {
        TableName table = SourceParser.tableName(name, source.defaultSchema());
        if (!source.tables().containsKey(table)) {
            throw name.unknown(
                            "the source '"
                                    + source.name()
                                    + "' exposes no table '"
                                    + Shown.name(name.text())
                                    + "'.",
                            source.tables().keySet().stream().map(TableName::toString).toList())
                    .asException();
        }
        return table;
    }

    private static void requireExposed(Source source, TableName table, PlacedName column) {
        Set<String> exposed =
                source.view().tables().getOrDefault(table, NOTHING).columns().keySet();
        if (!exposed.contains(column.text())) {
            throw column.unknown(
                            "the source exposes no column '"
                                    + Shown.name(column.text())
                                    + "' of this table.",
                            exposed)
                    .asException();
        }
    }

    private static final View.Rows NOTHING = new View.Rows(new LinkedHashMap<>(), List.of());

    SequencedMap<String, Agent> agents(Section section, SequencedMap<String, Role> roles) {
        SequencedMap<String, Agent> agents = new LinkedHashMap<>();
        for (Section.Keyed entry : named(section, AGENTS_MAX, "agents")) {
            Map<String, Section> fields =
                    entry.value().fields(List.of("role", "sources", "budget"), List.of());
            Role role = knownRole(entry.value().required(fields, "role").name(), roles);
            SequencedSet<String> agentSources = new LinkedHashSet<>();
            for (PlacedName source : entry.value().required(fields, "sources").names()) {
                if (!role.sources().containsKey(source.text())) {
                    throw source.unknown(
                                    "the role '"
                                            + role.name()
                                            + "' uses no source '"
                                            + Shown.name(source.text())
                                            + "'.",
                                    role.sources().keySet())
                            .asException();
                }
                agentSources.add(source.text());
            }
            Budget budget = BudgetParser.budget(fields.get("budget")).and(role.budget());
            agents.put(entry.name(), new Agent(role, agentSources, budget));
        }
        return agents;
    }

    /** The roles of each user and each group that a binding names. */
    Bindings bindings(Section section, SequencedMap<String, Role> roles) {
        List<Section> items = section.items();
        if (items.size() > BINDINGS_MAX) {
            throw section.problem("there are more than " + BINDINGS_MAX + " bindings.");
        }
        SequencedMap<String, List<Role>> rolesByUser = new LinkedHashMap<>();
        SequencedMap<String, List<Role>> rolesByGroup = new LinkedHashMap<>();
        for (Section item : items) {
            Map<String, Section> fields =
                    item.fields(List.of("role", "users", "groups"), List.of());
            Role role = knownRole(item.required(fields, "role").name(), roles);
            if (!fields.containsKey("users") && !fields.containsKey("groups")) {
                item.required(fields, "users");
            }
            for (PlacedName user : bound(fields.get("users"), "user")) {
                List<Role> held =
                        rolesByUser.computeIfAbsent(
                                bindingName(user.text()), _ -> new ArrayList<>());
                requireAgreement(user, held, role);
                if (!held.contains(role)) {
                    held.add(role);
                }
            }
            for (PlacedName group : bound(fields.get("groups"), "group")) {
                List<Role> held =
                        rolesByGroup.computeIfAbsent(group.text(), _ -> new ArrayList<>());
                requireAgreement(group, held, role);
                if (!held.contains(role)) {
                    held.add(role);
                }
            }
        }
        return new Bindings(rolesByUser, rolesByGroup);
    }

    private static List<PlacedName> bound(@Nullable Section section, String what) {
        if (section == null) {
            return List.of();
        }
        List<PlacedName> names = section.names();
        if (names.isEmpty()) {
            throw section.problem("no " + what + " is listed.");
        }
        return names;
    }

    /** Addresses of people are in lower case everywhere else; ids of clients are as they are. */
    private static String bindingName(String user) {
        return user.contains("@") ? user.toLowerCase(Locale.ROOT) : user;
    }

    /** Two narrowings of one table have no union that a policy could say, so none is guessed. */
    private void requireAgreement(PlacedName user, List<Role> held, Role added) {
        for (Role other : held) {
            if (!agreeing.add(List.of(other.name(), added.name()))) {
                continue; // compared for an earlier user
            }
            other.sources()
                    .forEach((source, use) -> {
                        Role.Use sameSource = added.sources().get(source);
                        if (sameSource != null && !agree(use.view(), sameSource.view())) {
                            throw user.problem(
                                            "the roles '"
                                                    + other.name()
                                                    + "' and '"
                                                    + added.name()
                                                    + "' narrow a table of '"
                                                    + source
                                                    + "' differently; one user can hold"
                                                    + " only one of them.")
                                    .asException();
                        }
                    });
        }
    }

    private static boolean agree(View left, View right) {
        return left.tables().entrySet().stream()
                .allMatch(entry ->
                        right.tables()
                                .getOrDefault(entry.getKey(), entry.getValue())
                                .equals(entry.getValue()));
    }

    private static Role knownRole(PlacedName name, SequencedMap<String, Role> roles) {
        return Optional.ofNullable(roles.get(name.text()))
                .orElseThrow(() ->
                        name.unknown(
                                        "there is no role '"
                                                + Shown.name(name.text())
                                                + "' in this file.",
                                        roles.keySet())
                                .asException());
    }

    private static List<Section.Keyed> named(Section section, int entriesMax, String what) {
        List<Section.Keyed> entries = List.copyOf(section.entries().values());
        if (entries.size() > entriesMax) {
            throw section.problem("there are more than " + entriesMax + " " + what + ".");
        }
        for (Section.Keyed entry : entries) {
            if (!NAME.matcher(entry.name()).matches()) {
                throw entry.problem(
                        "a name here is 1 to 127 letters, digits, '.', '_', '@' or '-', and starts"
                                + " with a letter or digit.");
            }
        }
        return entries;
    }
}
