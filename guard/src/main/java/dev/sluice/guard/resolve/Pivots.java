package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes pivots out as what they mean: filtered aggregates of groups, and lists taken apart. They
 * group by, or keep, the columns of their source that they do not name, so these have to be known.
 */
final class Pivots {
    private static final int COLUMNS_MAX = 1_000;

    private final Dialect dialect;
    private final Findings findings;
    private final Stars stars;

    Pivots(Dialect dialect, Findings findings, Effort effort) {
        this.dialect = dialect;
        this.findings = findings;
        this.stars = new Stars(dialect, effort);
    }

    /** One column for each aggregate of each combination of values, behind those of the groups. */
    Query query(TableExpression.Pivot pivot, List<String> source) {
        List<Expression> groups = groups(pivot, source);
        List<Body.SelectItem> items = new ArrayList<>();
        List<Body.Grouping> groupBy = new ArrayList<>();
        for (Expression group : groups) {
            items.add(new Body.SelectItem(group, null));
            groupBy.add(new Body.Grouping.Key(group));
        }
        for (Combination combination : combinations(pivot)) {
            for (Body.SelectItem aggregate : pivot.aggregates()) {
                items.add(item(pivot, combination, aggregate));
            }
        }
        return query(items, pivot.source(), groupBy);
    }

    private List<Expression> groups(TableExpression.Pivot pivot, List<String> source) {
        if (pivot.groupBy() != null) {
            return pivot.groupBy();
        }
        Set<String> named = new HashSet<>();
        pivot.aggregates().forEach(item -> names(item.value(), named));
        pivot.columns().forEach(column -> names(column.value(), named));
        List<Expression> rest = new ArrayList<>();
        for (String column : source) {
            if (!named.contains(dialect.key(column))) {
                rest.add(new Expression.ColumnRef(List.of(column), pivot.at()));
            }
        }
        return rest;
    }

    /** Which values the pivoted columns have, and what the combination is called. */
    private record Combination(List<Expression> conditions, String name) {}

    private List<Combination> combinations(TableExpression.Pivot pivot) {
        List<Combination> combinations = List.of(new Combination(List.of(), ""));
        for (TableExpression.PivotColumn column : pivot.columns()) {
            List<Combination> more = new ArrayList<>();
            for (Combination combination : combinations) {
                for (Body.SelectItem value : column.values()) {
                    more.add(with(combination, column.value(), value, pivot.at()));
                }
            }
            if (more.size() > COLUMNS_MAX) {
                throw Refusal.tooComplex("PIVOT makes too many columns.", pivot.at().offset());
            }
            combinations = more;
        }
        return combinations;
    }

    private static Combination with(
            Combination combination, Expression column, Body.SelectItem value, Position at) {
        String name = value.alias() != null ? value.alias() : text(value.value(), at);
        List<Expression> conditions = new ArrayList<>(combination.conditions());
        conditions.add(
                value.value() instanceof Expression.NullLiteral
                        ? new Expression.IsTest(column, Expression.Test.NULL, false)
                        : new Expression.Operation(
                                column, List.of(new Expression.Step("=", value.value(), at))));
        boolean first = combination.name().isEmpty();
        return new Combination(conditions, first ? name : combination.name() + "_" + name);
    }

    /** Values are literals, so that the columns are known before the query runs. */
    private static String text(Expression value, Position at) {
        return switch (value) {
            case Expression.TextLiteral(String text) -> text;
            case Expression.NumberLiteral(String digits) -> digits;
            case Expression.BooleanLiteral(boolean flag) -> Boolean.toString(flag);
            case Expression.NullLiteral literal -> "NULL";
            default -> throw Refusal.syntax("PIVOT wants literals.", "pivot", at.offset());
        };
    }

    private static Body.SelectItem item(
            TableExpression.Pivot pivot, Combination combination, Body.SelectItem aggregate) {
        // The engine takes a filter here and forgets it.
        if (!(aggregate.value() instanceof Expression.Call call)
                || call.over() != null
                || call.filter() != null) {
            throw Refusal.syntax("PIVOT wants aggregates.", "pivot", pivot.at().offset());
        }
        List<Expression> conditions = combination.conditions();
        Expression filter =
                conditions.size() == 1
                        ? conditions.getFirst()
                        : new Expression.Logical(
                                Expression.Connective.AND, List.copyOf(conditions));
        Expression.Call filtered =
                new Expression.Call(
                        call.path(),
                        call.quantity(),
                        call.star(),
                        call.arguments(),
                        call.orderBy(),
                        call.withinGroup(),
                        filter,
                        null,
                        call.ignoreNulls(),
                        call.at());
        String suffix = aggregate.alias();
        if (suffix == null && pivot.aggregates().size() > 1) {
            suffix = TextNames.of(call);
        }
        String name = combination.name() + (suffix == null ? "" : "_" + suffix);
        return new Body.SelectItem(filtered, name);
    }

    /** One row for each of the columns, which become a name and a value. */
    Query query(TableExpression.Unpivot unpivot, List<String> source) {
        List<Expression> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Body.SelectItem column : columns(unpivot, source)) {
            if (!(column.value() instanceof Expression.ColumnRef ref)) {
                throw Refusal.syntax("UNPIVOT wants columns.", "unpivot", unpivot.at().offset());
            }
            taken.add(dialect.key(ref.name()));
            String name = column.alias() != null ? column.alias() : ref.name();
            names.add(new Expression.TextLiteral(name));
            values.add(ref);
        }
        List<Body.SelectItem> items = new ArrayList<>();
        for (String column : source) {
            if (!taken.contains(dialect.key(column))) {
                items.add(
                        new Body.SelectItem(
                                new Expression.ColumnRef(List.of(column), unpivot.at()), null));
            }
        }
        items.add(new Body.SelectItem(apart(names, unpivot.at()), unpivot.name()));
        items.add(new Body.SelectItem(apart(values, unpivot.at()), unpivot.value()));
        Query rows = query(items, unpivot.source(), List.of());
        return unpivot.nulls() ? rows : withoutNulls(rows, unpivot);
    }

    private List<Body.SelectItem> columns(TableExpression.Unpivot unpivot, List<String> source) {
        List<Body.SelectItem> columns = new ArrayList<>();
        for (Body.SelectItem item : unpivot.columns()) {
            List<String> meant =
                    switch (item.value()) {
                        case Expression.Star star when star.path().isEmpty() -> source;
                        case Expression.StarChanges changes -> meant(changes, source, unpivot.at());
                        default -> null;
                    };
            if (meant == null) {
                columns.add(item);
                continue;
            }
            for (String column : meant) {
                columns.add(
                        new Body.SelectItem(
                                new Expression.ColumnRef(List.of(column), unpivot.at()), null));
            }
        }
        return columns;
    }

    /** What a star stands for here, where it can leave columns out but make none. */
    private List<String> meant(
            Expression.StarChanges changes, List<String> source, Position position) {
        if (!changes.star().path().isEmpty()
                || !changes.replaced().isEmpty()
                || !changes.renamed().isEmpty()) {
            throw Refusal.syntax("UNPIVOT wants columns.", "unpivot", position.offset());
        }
        Position at = changes.star().at();
        try {
            List<String> meant = stars.meant(changes, source, column -> column);
            if (meant.isEmpty()) {
                findings.column("*", null, at.offset(), null);
            }
            return meant;
        } catch (Stars.Unknown unknown) {
            findings.column(unknown.name(), null, at.offset(), null);
            return source;
        }
    }

    private static Expression apart(List<Expression> values, Position at) {
        return call("unnest", List.of(call("list_value", values, at)), at);
    }

    private static Expression.Call call(String function, List<Expression> values, Position at) {
        List<Expression.Argument> arguments = new ArrayList<>(values.size());
        values.forEach(value -> arguments.add(new Expression.Argument(null, false, value)));
        return new Expression.Call(
                List.of(function),
                Expression.Quantity.UNSTATED,
                false,
                List.copyOf(arguments),
                List.of(),
                List.of(),
                null,
                null,
                at);
    }

    private static Query withoutNulls(Query rows, TableExpression.Unpivot unpivot) {
        Expression value = new Expression.ColumnRef(List.of(unpivot.value()), unpivot.at());
        Body.Select kept =
                new Body.Select(
                        Body.Distinct.NONE,
                        List.of(
                                new Body.SelectItem(
                                        new Expression.Star(List.of(), unpivot.at()), null)),
                        List.of(new TableExpression.Derived(false, rows, null, unpivot.at())),
                        new Expression.IsTest(value, Expression.Test.NULL, true),
                        false,
                        List.of(),
                        null,
                        List.of());
        return new Query(null, kept, List.of(), null);
    }

    private static Query query(
            List<Body.SelectItem> items, TableExpression source, List<Body.Grouping> groupBy) {
        Body.Select select =
                new Body.Select(
                        Body.Distinct.NONE,
                        List.copyOf(items),
                        List.of(source),
                        null,
                        false,
                        List.copyOf(groupBy),
                        null,
                        List.of());
        return new Query(null, select, List.of(), null);
    }

    /** The columns that an expression names. */
    private void names(Expression expression, Set<String> names) {
        switch (expression) {
            case Expression.ColumnRef ref -> names.add(dialect.key(ref.name()));
            case Expression.Call call -> {
                call.arguments().forEach(argument -> names(argument.value(), names));
                call.orderBy().forEach(item -> names(item.key(), names));
                if (call.filter() != null) {
                    names(call.filter(), names);
                }
            }
            case Expression.Operation(Expression first, var rest) -> {
                names(first, names);
                rest.forEach(step -> names(step.operand(), names));
            }
            case Expression.Cast(Expression operand, var type) -> names(operand, names);
            case Expression.Form(var kind, var arguments, var at) ->
                    arguments.forEach(argument -> names(argument, names));
            case Expression.Case whole ->
                    whole.whens()
                            .forEach(when -> {
                                names(when.condition(), names);
                                names(when.result(), names);
                            });
            case Expression.TextLiteral literal -> {}
            case Expression.NumberLiteral literal -> {}
            default ->
                    throw Refusal.syntax(
                            "PIVOT is understood with columns and calls; state GROUP BY.",
                            "pivot",
                            0);
        }
    }
}
