package dev.sluice.policy;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Compares the sources of a policy file with what the databases hold. */
final class PolicyCheck {
    static final int PROBLEMS_MAX = 100;

    private final SequencedMap<String, Source> sources;
    private final SequencedMap<String, Role> roles;
    private final List<PolicyProblem> problems = new ArrayList<>();

    PolicyCheck(SequencedMap<String, Source> sources, SequencedMap<String, Role> roles) {
        this.sources = sources;
        this.roles = roles;
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
        if (problems.size() >= PROBLEMS_MAX) {
            return; // looking for nearest names costs more than it would tell
        }
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

    private void compile(Source source, TableName name, PlacedName filter, Schema schema) {
        Guard.checkRowFilter(source.dialect(), source.defaultSchema(), schema, name, filter.text())
                .ifPresent(problem ->
                        add(
                                filter.problem(
                                        "the row filter is not valid at its character "
                                                + (problem.position() + 1)
                                                + ": "
                                                + problem.message())));
    }

    private void add(PolicyProblem problem) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(problem);
        }
    }
}
