package dev.sluice.policy;

import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Compares the sources of a policy file with what the databases hold. */
final class PolicyCheck {
    static final int PROBLEMS_MAX = 100;

    private final SequencedMap<String, Source> sources;
    private final SequencedMap<String, Role> roles;
    private final FilterCompiler compiler;
    private final List<PolicyProblem> problems = new ArrayList<>();

    /** Tries out one table's filters. */
    @FunctionalInterface
    interface FilterCompiler {
        /**
         * Compiles a policy of one table.
         *
         * @throws SluiceException {@code POLICY_INVALID} when a filter cannot be understood
         */
        void compile(Policy policy, Schema schema);
    }

    PolicyCheck(SequencedMap<String, Source> sources, SequencedMap<String, Role> roles) {
        this(sources, roles, (_, _) -> {});
    }

    PolicyCheck(
            SequencedMap<String, Source> sources,
            SequencedMap<String, Role> roles,
            FilterCompiler compiler) {
        this.sources = sources;
        this.roles = roles;
        this.compiler = compiler;
    }

    List<PolicyProblem> problems(Map<String, Schema> schemas) {
        for (Source source : sources.values()) {
            Schema schema = schemas.get(source.name());
            if (schema != null) {
                source.tables().forEach((name, table) -> check(source, name, table, schema));
            }
        }
        for (Role role : roles.values()) {
            for (Role.Use use : role.sources().values()) {
                Schema schema = schemas.get(use.source().name());
                if (schema != null) {
                    use.tables().forEach((name, narrowing) -> check(use, name, narrowing, schema));
                }
            }
        }
        return List.copyOf(problems);
    }

    private void check(Source source, TableName name, Source.Table table, Schema schema) {
        Optional<Schema.Table> found = schema.table(name);
        if (found.isEmpty()) {
            add(
                    table.name()
                            .unknown(
                                    "the database has no table '"
                                            + Shown.name(name.toString())
                                            + "' (the spelling must be exact).",
                                    schema.tables().keySet().stream()
                                            .map(TableName::toString)
                                            .toList()));
            return;
        }
        List<String> columns = found.get().columns().stream().map(Schema.Column::name).toList();
        for (PlacedName column : table.exposedColumns()) {
            if (!columns.contains(column.text())) {
                add(
                        column.unknown(
                                "the table '"
                                        + Shown.name(name.toString())
                                        + "' has no column '"
                                        + Shown.name(column.text())
                                        + "' (the spelling must be exact).",
                                columns));
            }
        }
        table.rowFilter().ifPresent(filter -> compile(source, name, filter, schema));
    }

    private void check(Role.Use use, TableName name, Role.Narrowing narrowing, Schema schema) {
        if (schema.table(name).isPresent()) {
            narrowing.rowFilter().ifPresent(filter -> compile(use.source(), name, filter, schema));
        }
    }

    /** Each filter alone, on its table alone, so that a failure has one place in the file. */
    private void compile(Source source, TableName name, PlacedName filter, Schema schema) {
        List<String> columns =
                schema.table(name).stream()
                        .flatMap(table -> table.columns().stream())
                        .map(Schema.Column::name)
                        .limit(1)
                        .toList();
        SequencedMap<TableName, Policy.TableRule> one = new LinkedHashMap<>();
        one.put(name, new Policy.TableRule("", columns, List.of(filter.text())));
        try {
            compiler.compile(
                    new Policy(
                            source.name(),
                            source.dialect(),
                            source.defaultSchema(),
                            source.limits(),
                            one),
                    schema);
        } catch (SluiceException e) {
            add(filter.problem("the row filter is not valid: " + e.getMessage()));
        }
    }

    private void add(PolicyProblem problem) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(problem);
        }
    }
}
