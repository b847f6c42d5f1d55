package dev.sluice.policy;

import dev.sluice.core.Exposure;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy.ColumnRule;
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
        for (Source.Column column : table.columns()) {
            check(source, found.get(), column);
        }
        if (!table.lineageAccepted()) {
            Lineages.of(found.get(), table)
                    .ifPresent(lineage -> add(table.name().problem(lineage)));
        }
        table.rowFilter().ifPresent(filter -> compile(source, name, filter, schema));
    }

    private void check(Source source, Schema.Table table, Source.Column column) {
        PlacedName name = column.name();
        Optional<Schema.Column> found = table.column(name.text());
        if (found.isEmpty()) {
            add(
                    name.unknown(
                            "the table '"
                                    + Shown.name(table.name().toString())
                                    + "' has no column '"
                                    + Shown.name(name.text())
                                    + "' (the spelling must be exact).",
                            table.columns().stream().map(Schema.Column::name).toList()));
            return;
        }
        if (column.rule().exposure() instanceof Exposure.Aggregate
                && table.primaryKey().isEmpty()) {
            add(
                    name.problem(
                            "a column of a table without a primary key cannot be exposed for"
                                    + " aggregates: the rows of a group could not be counted."));
        }
        column.maskKind()
                .ifPresent(mask -> checkMask(source, found.get().type(), column.rule(), mask));
    }

    private void checkMask(Source source, String type, ColumnRule rule, PlacedName place) {
        Mask mask = rule.mask();
        if (mask != null) {
            Guard.checkMask(source.dialect(), type, mask)
                    .ifPresent(objection -> add(place.problem(objection)));
        }
    }

    private void check(Role.Use use, TableName name, Role.Narrowing narrowing, Schema schema) {
        Optional<Schema.Table> table = schema.table(name);
        if (table.isPresent()) {
            for (Source.Column column : narrowing.columns()) {
                check(use.source(), table.get(), column);
            }
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
