package dev.sluice.guard.resolve;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.rewrite.VisibleTables;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the FROM clause: base tables come out governed, everything else with its columns. */
final class Tables {
    private static final String UNNAMED_QUERY = "unnamed";

    private final Dialect dialect;
    private final VisibleTables visible;
    private final Map<String, String> claims;
    private final Findings findings;
    private final Reads reads;
    private final Queries queries;
    private final Listed listed;
    private final Effort effort;
    private final Conditions conditions;
    private final Set<Integer> barriers;
    private final Resolution resolution;
    private int unnamed;

    Tables(Resolution resolution, Queries queries, Listed listed) {
        this.dialect = resolution.dialect();
        this.visible = resolution.visible();
        this.claims = resolution.claims();
        this.findings = resolution.findings();
        this.reads = resolution.reads();
        this.queries = queries;
        this.listed = listed;
        this.effort = resolution.effort();
        this.conditions = resolution.conditions();
        this.barriers = resolution.barriers();
        this.resolution = resolution;
    }

    /** Adds what the element holds to the scope. */
    Source resolve(TableExpression table, Scope scope) {
        return switch (table) {
            case TableExpression.Named named -> named(named, scope);
            case TableExpression.Derived derived -> derived(derived, scope);
            case TableExpression.Functions functions -> functions(functions, scope);
            case TableExpression.JsonTable json -> jsonTable(json, scope);
            case TableExpression.Joined joined ->
                    new Joins(this, queries, resolution).resolve(joined, scope);
            case TableExpression.Pivot pivot -> {
                List<String> source =
                        pivot.groupBy() == null ? columns(pivot.source(), scope) : List.of();
                yield written(
                        new Pivots(dialect, findings, effort).query(pivot, source),
                        pivot.alias(),
                        pivot.at(),
                        scope);
            }
            case TableExpression.Unpivot unpivot -> {
                List<String> source = columns(unpivot.source(), scope);
                yield written(
                        new Pivots(dialect, findings, effort).query(unpivot, source),
                        unpivot.alias(),
                        unpivot.at(),
                        scope);
            }
        };
    }

    /** The columns of a table that is resolved for good later. */
    private List<String> columns(TableExpression source, Scope scope) {
        int before = reads.baseTables();
        Source probed = resolve(source, scope.from(0));
        reads.built(before - reads.baseTables());
        effort.columns(probed.columns().size(), 0);
        return probed.columns().stream().map(Field::name).toList();
    }

    private Source written(
            Query query, TableExpression.@Nullable Alias alias, Position at, Scope scope) {
        return derived(new TableExpression.Derived(false, query, alias, at), scope);
    }

    /** Adds a relation to the scope under its name, which no other may have. */
    Scope.Entry add(Relation relation, Scope scope, Position at) {
        String name = relation.name();
        if (name != null && scope.named(name) != null) {
            throw Refusal.syntax(
                    "Table name '%s' is used twice; give one an alias.".formatted(name),
                    name,
                    at.offset());
        }
        return scope.add(relation, true, true);
    }

    private Source named(TableExpression.Named named, Scope scope) {
        List<String> path = named.path();
        CommonTables.Common common =
                path.size() == 1 && !named.only()
                        ? scope.commons().find(dialect.key(named.name()))
                        : null;
        if (common != null) {
            return common(named, common, scope);
        }
        VisibleTable table =
                switch (path.size()) {
                    case 1 -> visible.find(visible.defaultSchema(), path.get(0));
                    case 2 -> visible.find(path.get(0), path.get(1));
                    default -> null;
                };
        if (table == null) {
            findings.table(path, named.at().offset());
            TableExpression.Alias alias = named.alias();
            String name = alias == null ? named.name() : alias.name();
            Relation unknown = Relation.of(dialect, Relation.Kind.UNKNOWN, name);
            scope.add(unknown, true, true);
            return new Source(List.of(), () -> named);
        }
        return table(named, table, scope);
    }

    private Source table(TableExpression.Named named, VisibleTable table, Scope scope) {
        reads.table(table.name());
        findings.read(table.name(), named.at().offset());
        TableExpression.Alias alias = named.alias();
        Relation relation = Relation.ofTable(dialect, table, alias == null ? null : alias.name());
        effort.columns(table.columns().size(), named.at().offset());
        if (alias == null || alias.columns().isEmpty()) {
            for (VisibleColumn column : table.columns()) {
                relation.add(column.name(), column);
            }
        } else {
            List<String> names = new ArrayList<>(table.columns().size());
            for (VisibleColumn column : table.columns()) {
                names.add(column.name());
            }
            List<String> renamed = renamed(names, alias, named.at());
            for (int i = 0; i < renamed.size(); i++) {
                relation.add(renamed.get(i), table.columns().get(i));
            }
        }
        relation.number(conditions.table(relation));
        add(relation, scope, named.at());
        String name = alias == null ? table.name().name() : alias.name();
        return new Source(
                Levels.selectable(relation),
                () -> {
                    reads.built(table.baseTables(claims));
                    return table.expression(use(relation, table, named.only(), name), claims);
                });
    }

    private VisibleTable.Use use(Relation relation, VisibleTable table, boolean only, String name) {
        boolean barrier = barriers.contains(relation.number());
        return new VisibleTable.Use(
                selected(relation, table),
                relation.keys(),
                only,
                name,
                barrier,
                barrier ? CopiedConditions.of(relation, table.name().name()) : List.of());
    }

    /** The columns that were referred to, or one that stands for the rows. */
    private List<VisibleTable.Selected> selected(Relation relation, VisibleTable table) {
        List<VisibleTable.Selected> selected = new ArrayList<>();
        for (Field field : relation.fields()) {
            if (relation.used().contains(field)) {
                reads.column(table.name(), field.base());
                selected.add(new VisibleTable.Selected(field.base(), field.name()));
            }
        }
        if (selected.isEmpty()) {
            Field first = relation.fields().getFirst();
            selected.add(new VisibleTable.Selected(first.base(), first.name()));
        }
        return List.copyOf(selected);
    }

    /** Column names after an alias list, which may be shorter than the columns. */
    static List<String> renamed(
            List<String> columns, TableExpression.@Nullable Alias alias, Position at) {
        if (alias == null || alias.columns().isEmpty()) {
            return columns;
        }
        if (alias.columns().size() > columns.size()) {
            throw Refusal.syntax(
                    "'%s' has fewer columns than its alias names.".formatted(alias.name()),
                    alias.name(),
                    at.offset());
        }
        List<String> renamed = new ArrayList<>(columns);
        for (int i = 0; i < alias.columns().size(); i++) {
            renamed.set(i, alias.columns().get(i));
        }
        return renamed;
    }

    private Source common(TableExpression.Named named, CommonTables.Common common, Scope scope) {
        common.resolve();
        List<String> columns = common.columns();
        if (columns == null) {
            throw Refusal.syntax(
                    "'%s' refers to itself before its first part.".formatted(common.name()),
                    common.name(),
                    named.at().offset());
        }
        TableExpression.Alias alias = named.alias();
        String name = alias == null ? common.name() : alias.name();
        Relation relation =
                relation(
                        Relation.Kind.QUERY, name, renamed(columns, alias, named.at()), named.at());
        relation.holds(common.inside(), common.leaky());
        add(relation, scope, named.at());
        TableExpression.Alias emitted =
                new TableExpression.Alias(name, alias == null ? List.of() : alias.columns());
        TableExpression expression =
                new TableExpression.Named(List.of(common.name()), false, emitted, named.at());
        return new Source(relation.fields(), () -> expression);
    }

    private Relation relation(Relation.Kind kind, String name, List<String> columns, Position at) {
        effort.columns(columns.size(), at.offset());
        Relation relation = Relation.of(dialect, kind, name);
        for (String column : numbered(columns)) {
            relation.add(column, List.of());
        }
        return relation;
    }

    /** The names of a query's columns once it is a table. */
    private List<String> numbered(List<String> columns) {
        if (!dialect.has(Trait.NUMBERED_DUPLICATES)) {
            return columns;
        }
        Map<String, Integer> seen = new HashMap<>();
        List<String> numbered = new ArrayList<>(columns.size());
        for (String column : columns) {
            int before = seen.merge(dialect.key(column), 1, Integer::sum) - 1;
            numbered.add(before == 0 ? column : column + "_" + before);
        }
        return numbered;
    }

    private Source derived(TableExpression.Derived derived, Scope scope) {
        boolean lateral = derived.lateral() || dialect.has(Trait.IMPLICIT_LATERAL);
        Scope outer = lateral ? scope : scope.outer();
        Queries.Resolved query = queries.resolve(derived.query(), outer);
        TableExpression.Alias alias = derived.alias();
        String name = alias == null ? UNNAMED_QUERY + "_" + ++unnamed : alias.name();
        Relation relation =
                relation(
                        Relation.Kind.QUERY,
                        name,
                        renamed(query.columns(), alias, derived.at()),
                        derived.at());
        relation.holds(query.inside(), query.leaky());
        if (alias == null) {
            scope.add(relation, true, true);
        } else {
            add(relation, scope, derived.at());
        }
        List<String> names = alias == null ? List.of() : alias.columns();
        boolean inside = !names.isEmpty() && dialect.has(Trait.NO_COLUMN_ALIASES);
        TableExpression expression =
                new TableExpression.Derived(
                        derived.lateral(),
                        inside ? renaming(query.query(), name, names, derived.at()) : query.query(),
                        new TableExpression.Alias(name, inside ? List.of() : names),
                        derived.at());
        return new Source(relation.fields(), () -> expression);
    }

    /** A query whose columns have other names: only a common table can be given them. */
    private static Query renaming(Query query, String name, List<String> columns, Position at) {
        Query.CommonTable common =
                new Query.CommonTable(name, columns, null, query, null, null, at);
        Body.Select all =
                new Body.Select(
                        Body.Distinct.NONE,
                        List.of(new Body.SelectItem(new Expression.Star(List.of(), at), null)),
                        List.of(
                                new TableExpression.Named(
                                        List.of(name),
                                        false,
                                        new TableExpression.Alias(name, List.of()),
                                        at)),
                        null,
                        false,
                        List.of(),
                        null,
                        List.of());
        return new Query(new Query.With(false, List.of(common)), all, List.of(), null);
    }

    private Source jsonTable(TableExpression.JsonTable table, Scope scope) {
        conditions.fail();
        TableExpression.JsonTable resolved = queries.expressions().documents().table(table, scope);
        TableExpression.Alias alias = table.alias();
        String name = alias == null ? "json_table" : alias.name();
        List<String> columns = renamed(JsonForms.names(table.columns()), alias, table.at());
        Relation relation = relation(Relation.Kind.FUNCTION, name, columns, table.at());
        add(relation, scope, table.at());
        TableExpression expression =
                new TableExpression.JsonTable(
                        resolved.lateral(),
                        resolved.search(),
                        resolved.pathName(),
                        resolved.columns(),
                        resolved.onError(),
                        new TableExpression.Alias(
                                name,
                                dialect.has(Trait.NO_COLUMN_ALIASES)
                                        ? List.of()
                                        : List.copyOf(columns)),
                        resolved.at());
        return new Source(relation.fields(), () -> expression);
    }

    private Source functions(TableExpression.Functions functions, Scope scope) {
        conditions.fail();
        List<TableExpression.FunctionTable> resolved = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        TableExpression.Alias alias = functions.alias();
        boolean single = functions.functions().size() == 1;
        for (TableExpression.FunctionTable function : functions.functions()) {
            function(
                    function,
                    alias != null && single ? alias.name() : null,
                    scope,
                    resolved,
                    columns);
        }
        if (!functions.functions().stream().allMatch(function -> listed.knows(function.call()))) {
            // Reported already: its columns need no report.
            String unknown = alias == null ? "" : alias.name();
            scope.add(Relation.of(dialect, Relation.Kind.UNKNOWN, unknown), true, true);
            return new Source(List.of(), () -> functions);
        }
        boolean scalar =
                columns.size() == 1
                        && dialect.has(Trait.ROW_REFERENCES)
                        && !functions.ordinality()
                        && resolved.getFirst().columns().isEmpty();
        if (functions.ordinality()) {
            columns.add("ordinality");
        }
        if (dialect.has(Trait.WIDE_UNNEST) && alias != null && !alias.columns().isEmpty()) {
            columns = new ArrayList<>(alias.columns());
        }
        String first = functions.functions().getFirst().call().name();
        String name = alias == null ? first : alias.name();
        Relation.Kind kind = scalar ? Relation.Kind.SCALAR_FUNCTION : Relation.Kind.FUNCTION;
        List<String> renamed = renamed(columns, alias, functions.at());
        Relation relation = relation(kind, name, renamed, functions.at());
        add(relation, scope, functions.at());
        boolean defined = resolved.stream().anyMatch(f -> !f.columns().isEmpty());
        boolean rowsFrom = functions.rowsFrom() || resolved.size() > 1;
        List<String> emittedColumns = defined && !rowsFrom ? List.of() : List.copyOf(renamed);
        TableExpression expression =
                new TableExpression.Functions(
                        functions.lateral(),
                        rowsFrom,
                        List.copyOf(resolved),
                        functions.ordinality(),
                        new TableExpression.Alias(name, emittedColumns),
                        functions.at());
        return new Source(relation.fields(), () -> expression);
    }

    /** One function of a list; several arrays to unnest are as many functions. */
    private void function(
            TableExpression.FunctionTable function,
            @Nullable String alias,
            Scope scope,
            List<TableExpression.FunctionTable> resolved,
            List<String> columns) {
        Expression.Call call = function.call();
        boolean unnest = call.name().equals("unnest") && !dialect.has(Trait.WIDE_UNNEST);
        if (unnest && call.arguments().size() > 1) {
            for (Expression.Argument argument : call.arguments()) {
                Expression.Call one = unnest(call, argument);
                resolved.add(
                        new TableExpression.FunctionTable(
                                queries.expressions().call(one, scope), List.of()));
                columns.add(call.name());
            }
            return;
        }
        Expression.Call bound = queries.expressions().call(call, scope);
        List<TableExpression.ColumnDefinition> definitions = new ArrayList<>();
        for (TableExpression.ColumnDefinition column : function.columns()) {
            definitions.add(
                    new TableExpression.ColumnDefinition(
                            column.name(), listed.type(column.type())));
            columns.add(column.name());
        }
        boolean namesColumn = dialect.has(Trait.ROW_REFERENCES);
        FunctionRule rule = listed.function(call);
        if (rule != null) {
            check(rule, call, !definitions.isEmpty());
            if (definitions.isEmpty()) {
                columns.addAll(
                        !rule.columns().isEmpty()
                                ? rule.columns()
                                : List.of(alias == null || !namesColumn ? call.name() : alias));
            }
        } else if (definitions.isEmpty()) {
            columns.add(call.name());
        }
        resolved.add(new TableExpression.FunctionTable(bound, List.copyOf(definitions)));
    }

    private static Expression.Call unnest(Expression.Call call, Expression.Argument argument) {
        return new Expression.Call(
                call.path(),
                Expression.Quantity.UNSTATED,
                false,
                List.of(argument),
                List.of(),
                List.of(),
                null,
                null,
                call.at());
    }

    private void check(FunctionRule rule, Expression.Call call, boolean defined) {
        boolean plain =
                call.quantity() == Expression.Quantity.UNSTATED
                        && !call.star()
                        && call.orderBy().isEmpty()
                        && call.withinGroup().isEmpty()
                        && call.filter() == null
                        && call.over() == null;
        if (!plain || rule.aggregate() || defined != rule.record()) {
            findings.listed(
                    ReasonCode.FUNCTION_NOT_ALLOW_LISTED,
                    "As a table, function",
                    call.name(),
                    call.at().offset());
        }
    }
}
