package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Resolves one SELECT. Tables are built last, when it is known which columns are needed. */
final class Selects {
    private final Expressions expressions;
    private final Columns columns;
    private final Tables tables;
    private final Effort effort;
    private final Dialect dialect;

    Selects(Expressions expressions, Columns columns, Tables tables, Resolution resolution) {
        this.expressions = expressions;
        this.columns = columns;
        this.tables = tables;
        this.effort = resolution.effort();
        this.dialect = resolution.dialect();
    }

    record Resolved(Body.Select select, List<OrderItem> orderBy, List<String> columns) {}

    Resolved resolve(Body.Select select, List<OrderItem> orderBy, Scope outer) {
        Scope scope = new Scope(outer, outer.commons());
        List<Source> sources = new ArrayList<>(select.from().size());
        for (TableExpression table : select.from()) {
            sources.add(tables.resolve(table, scope));
        }
        Expression where = expressions.optional(select.where(), scope);
        scope.collect(true);
        List<String> names = new ArrayList<>();
        List<Body.SelectItem> items = items(select.items(), sources, scope, names);
        Set<String> outputs = new HashSet<>();
        names.forEach(name -> outputs.add(dialect.key(name)));
        Body.Distinct distinct =
                new Body.Distinct(
                        select.distinct().on(), keys(select.distinct().keys(), outputs, scope));
        if (dialect.has(Trait.LABELS_IN_CLAUSES)) {
            scope.labels(outputs);
            scope.prefer(ungrouped(select.groupBy(), outputs));
        }
        Expression having = expressions.optional(select.having(), scope);
        scope.prefer(Set.of());
        List<Body.NamedWindow> windows = windows(select.windows(), scope);
        List<OrderItem> order = orderBy(orderBy, outputs, scope);
        scope.collect(false);
        List<Body.Grouping> groupBy = groupings(select.groupBy(), outputs, scope);
        List<Body.Grouping> completed = GroupByKeys.complete(groupBy, items, scope, dialect);
        List<TableExpression> from = new ArrayList<>(sources.size());
        for (Source source : sources) {
            from.add(source.build().get());
        }
        return new Resolved(
                new Body.Select(
                        distinct,
                        items,
                        List.copyOf(from),
                        where,
                        select.groupDistinct(),
                        completed,
                        having,
                        windows),
                order,
                List.copyOf(names));
    }

    private List<Body.SelectItem> items(
            List<Body.SelectItem> items, List<Source> sources, Scope scope, List<String> names) {
        List<Body.SelectItem> resolved = new ArrayList<>(items.size());
        for (Body.SelectItem item : items) {
            if (item.value() instanceof Expression.Star star) {
                resolved.add(new Body.SelectItem(star(star, sources, scope, names), null));
                continue;
            }
            if (item.value() instanceof Expression.AllFields fields && item.alias() == null) {
                Expression all = expressions.allFields(fields, scope, names);
                resolved.add(new Body.SelectItem(all, null));
                continue;
            }
            Expression value = expressions.resolve(item.value(), scope);
            String alias =
                    item.alias() != null ? item.alias() : OutputNames.of(item.value(), value);
            fits(names.size() + 1, 0);
            names.add(alias);
            resolved.add(new Body.SelectItem(value, alias));
        }
        return List.copyOf(resolved);
    }

    private Expression star(
            Expression.Star star, List<Source> sources, Scope scope, List<String> names) {
        if (!star.path().isEmpty()) {
            Relation relation = columns.starred(star, scope);
            if (relation == null) {
                columns.unknownStar(star);
                return star;
            }
            expand(star, relation.fields(), scope, names);
            String name = relation.name();
            return name == null ? star : new Expression.Star(List.of(name), star.at());
        }
        if (sources.isEmpty()) {
            columns.unknownStar(star);
        }
        for (Source source : sources) {
            expand(star, source.columns(), scope, names);
        }
        return star;
    }

    private void expand(Expression.Star star, List<Field> fields, Scope scope, List<String> names) {
        fits(names.size() + fields.size(), star.at().offset());
        effort.columns(fields.size(), star.at().offset());
        for (Field field : fields) {
            field.use();
            columns.read(field, star.at());
            scope.note(field);
            names.add(field.name());
        }
    }

    private static void fits(int columns, int position) {
        if (columns > Effort.COLUMNS_MAX) {
            throw Refusal.tooComplex(
                    "A result has more than %d columns.".formatted(Effort.COLUMNS_MAX), position);
        }
    }

    /** Labels that no grouped column is called by: HAVING means them rather than columns. */
    private Set<String> ungrouped(List<Body.Grouping> groupings, Set<String> outputs) {
        Set<String> labels = new HashSet<>(outputs);
        for (Body.Grouping grouping : groupings) {
            switch (grouping) {
                case Body.Grouping.Key(Expression.ColumnRef ref) ->
                        labels.remove(dialect.key(ref.name()));
                case Body.Grouping.Rollup(List<Expression> keys) ->
                        keys.forEach(key -> {
                            if (key instanceof Expression.ColumnRef ref) {
                                labels.remove(dialect.key(ref.name()));
                            }
                        });
                default -> {}
            }
        }
        return labels;
    }

    /** Sort keys: a result column's name or number, else an expression over the input. */
    private List<OrderItem> orderBy(List<OrderItem> items, Set<String> outputs, Scope scope) {
        List<OrderItem> resolved = new ArrayList<>(items.size());
        for (OrderItem item : items) {
            resolved.add(
                    new OrderItem(key(item.key(), outputs, scope), item.direction(), item.nulls()));
        }
        return List.copyOf(resolved);
    }

    private List<Expression> keys(List<Expression> keys, Set<String> outputs, Scope scope) {
        List<Expression> resolved = new ArrayList<>(keys.size());
        for (Expression key : keys) {
            resolved.add(key(key, outputs, scope));
        }
        return List.copyOf(resolved);
    }

    private Expression key(Expression key, Set<String> outputs, Scope scope) {
        boolean output =
                key instanceof Expression.ColumnRef ref
                        && ref.path().size() == 1
                        && outputs.contains(dialect.key(ref.name()));
        return output ? key : expressions.resolve(key, scope);
    }

    private List<Body.NamedWindow> windows(List<Body.NamedWindow> windows, Scope scope) {
        List<Body.NamedWindow> resolved = new ArrayList<>(windows.size());
        for (Body.NamedWindow window : windows) {
            resolved.add(
                    new Body.NamedWindow(window.name(), expressions.spec(window.window(), scope)));
        }
        return List.copyOf(resolved);
    }

    private List<Body.Grouping> groupings(
            List<Body.Grouping> groupings, Set<String> outputs, Scope scope) {
        List<Body.Grouping> resolved = new ArrayList<>(groupings.size());
        for (Body.Grouping grouping : groupings) {
            resolved.add(grouping(grouping, outputs, scope));
        }
        return List.copyOf(resolved);
    }

    private Body.Grouping grouping(Body.Grouping grouping, Set<String> outputs, Scope scope) {
        return switch (grouping) {
            case Body.Grouping.Key(Expression value) ->
                    new Body.Grouping.Key(groupKey(value, outputs, scope));
            case Body.Grouping.Empty empty -> empty;
            case Body.Grouping.Rollup(List<Expression> keys) ->
                    new Body.Grouping.Rollup(groupKeys(keys, outputs, scope));
            case Body.Grouping.Cube(List<Expression> keys) ->
                    new Body.Grouping.Cube(groupKeys(keys, outputs, scope));
            case Body.Grouping.Sets(List<Body.Grouping> sets) ->
                    new Body.Grouping.Sets(groupings(sets, outputs, scope));
        };
    }

    private List<Expression> groupKeys(List<Expression> keys, Set<String> outputs, Scope scope) {
        List<Expression> resolved = new ArrayList<>(keys.size());
        for (Expression key : keys) {
            resolved.add(groupKey(key, outputs, scope));
        }
        return List.copyOf(resolved);
    }

    /** Grouping prefers a column of the input over a result column of the same name. */
    private Expression groupKey(Expression key, Set<String> outputs, Scope scope) {
        if (key instanceof Expression.Row(List<Expression> elements)) {
            return new Expression.Row(groupKeys(elements, outputs, scope));
        }
        boolean input =
                key instanceof Expression.ColumnRef ref
                        && ref.path().size() == 1
                        && columns.local(ref.name(), scope, ref.at()) != null;
        return input ? expressions.resolve(key, scope) : key(key, outputs, scope);
    }
}
