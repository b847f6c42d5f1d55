package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.OrderItem;
import dev.sluice.guard.tree.Position;
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
    private final Conditions conditions;

    Selects(Expressions expressions, Columns columns, Tables tables, Resolution resolution) {
        this.expressions = expressions;
        this.columns = columns;
        this.tables = tables;
        this.effort = resolution.effort();
        this.dialect = resolution.dialect();
        this.conditions = resolution.conditions();
    }

    /**
     * A SELECT and its ordering.
     *
     * @param leaky places of the columns that are expressions that can fail
     */
    record Resolved(
            Body.Select select,
            List<OrderItem> orderBy,
            List<String> columns,
            Set<Integer> leaky) {}

    Resolved resolve(Body.Select select, List<OrderItem> orderBy, Scope outer) {
        Scope scope = new Scope(outer, outer.commons());
        List<Source> sources = new ArrayList<>(select.from().size());
        for (TableExpression table : select.from()) {
            sources.add(tables.resolve(table, scope));
        }
        Conjuncts conjuncts = expressions.conjuncts();
        boolean aliases = dialect.has(Trait.LATERAL_ALIASES);
        Expression where = aliases ? null : conjuncts.where(select.where(), scope);
        scope.collect(true);
        List<String> names = new ArrayList<>();
        Set<Integer> leaky = new HashSet<>();
        if (dialect.has(Trait.LABELS_IN_WINDOWS)) {
            scope.windowLabels(aliases(select.items()));
        }
        List<Body.SelectItem> items = items(select.items(), sources, scope, names, leaky);
        Set<String> outputs = new HashSet<>();
        for (String name : names) {
            outputs.add(dialect.key(name));
        }
        Body.Distinct distinct =
                new Body.Distinct(
                        select.distinct().on(), keys(select.distinct().keys(), outputs, scope));
        if (dialect.has(Trait.LABELS_IN_CLAUSES)) {
            scope.labels(outputs);
            scope.prefer(ungrouped(select.groupBy(), outputs));
        }
        scope.preferAliases(aliases);
        Expression having = conjuncts.having(select.having(), scope);
        scope.preferAliases(false);
        scope.prefer(Set.of());
        Expression qualify = conjuncts.having(select.qualify(), scope);
        List<Body.NamedWindow> windows = windows(select.windows(), scope);
        List<OrderItem> order = orderBy(orderBy, outputs, scope);
        scope.collect(false);
        if (aliases) {
            where = conjuncts.where(select.where(), scope);
        }
        List<Body.Grouping> groupBy = groupings(select.groupBy(), outputs, scope);
        List<Body.Grouping> completed = GroupByKeys.complete(groupBy, items, scope, dialect);
        Expression sized = GroupSizes.having(having, groupBy, scope, columns, dialect);
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
                        sized,
                        windows,
                        qualify),
                order,
                List.copyOf(names),
                leaky);
    }

    private Set<String> aliases(List<Body.SelectItem> items) {
        Set<String> aliases = new HashSet<>();
        for (Body.SelectItem item : items) {
            if (item.alias() != null) {
                aliases.add(dialect.key(item.alias()));
            }
        }
        return aliases;
    }

    private List<Body.SelectItem> items(
            List<Body.SelectItem> items,
            List<Source> sources,
            Scope scope,
            List<String> names,
            Set<Integer> leaky) {
        List<Body.SelectItem> resolved = new ArrayList<>(items.size());
        for (Body.SelectItem item : written(items, sources, scope)) {
            if (item.value() instanceof Expression.Star star) {
                star(star, sources, scope, new Outputs(names, leaky), resolved);
                continue;
            }
            int first = names.size();
            int movable = conditions.movable();
            resolved.add(item(item, scope, names));
            for (int i = first; i < names.size() && conditions.movable() > movable; i++) {
                leaky.add(i);
            }
        }
        return List.copyOf(resolved);
    }

    private String name(Expression written, Expression resolved) {
        return dialect.has(Trait.NAMED_BY_TEXT)
                ? TextNames.of(written)
                : OutputNames.of(written, resolved);
    }

    /**
     * A column's new name given a new name again: it can only be meant for a column that is not
     * there.
     */
    private void refuseRenamedTwice(Expression item, Scope scope) {
        if (item instanceof Expression.ColumnRef ref
                && ref.path().size() == 1
                && scope.isRenaming(dialect.key(ref.name()))
                && columns.local(ref.name(), scope, ref.at()) == null) {
            columns.unknownField(ref.name(), ref.at());
        }
    }

    /** The items with stars that have changes, and those in expressions, written out. */
    private List<Body.SelectItem> written(
            List<Body.SelectItem> items, List<Source> sources, Scope scope) {
        if (!dialect.has(Trait.STAR_CHANGES)) {
            return items;
        }
        List<Body.SelectItem> written = new ArrayList<>(items.size());
        for (Body.SelectItem item : items) {
            boolean whole =
                    item.value() instanceof Expression.StarChanges changes && !changes.columns();
            Expression.StarChanges changes =
                    whole && item.value() instanceof Expression.StarChanges stated
                            ? stated
                            : Stars.in(item.value());
            if (changes == null) {
                written.add(item);
                continue;
            }
            for (Body.SelectItem one : changed(changes, sources, scope)) {
                written.add(whole ? one : each(item, one));
            }
            fits(written.size(), changes.star().at().offset());
        }
        return List.copyOf(written);
    }

    private static Body.SelectItem each(Body.SelectItem item, Body.SelectItem column) {
        Expression value = Stars.with(item.value(), column.value());
        String alias = item.alias();
        boolean alone = item.value() instanceof Expression.StarChanges;
        return new Body.SelectItem(value, alias != null ? alias : alone ? column.alias() : null);
    }

    private List<Body.SelectItem> changed(
            Expression.StarChanges changes, List<Source> sources, Scope scope) {
        Expression.Star star = changes.star();
        List<Field> fields = new ArrayList<>();
        if (star.path().isEmpty()) {
            sources.forEach(source -> fields.addAll(source.columns()));
        } else {
            Relation relation = columns.starred(star, scope);
            if (relation != null) {
                fields.addAll(Levels.selectable(relation));
            }
        }
        effort.columns(fields.size(), star.at().offset());
        try {
            List<Body.SelectItem> items = new Stars(dialect).items(changes, fields);
            if (items.isEmpty() && !scope.holdsUnknown()) {
                columns.unknownStar(star);
            }
            return items;
        } catch (Stars.Unknown unknown) {
            columns.unknownField(unknown.name(), star.at());
            return List.of();
        }
    }

    /** The columns of a result so far, and the places of those that can fail. */
    private record Outputs(List<String> names, Set<Integer> leaky) {}

    private Body.SelectItem item(Body.SelectItem item, Scope scope, List<String> names) {
        if (item.value() instanceof Expression.AllFields fields && item.alias() == null) {
            return new Body.SelectItem(expressions.allFields(fields, scope, names), null);
        }
        refuseRenamedTwice(item.value(), scope);
        int before = effort.taken();
        Expression value = expressions.resolve(item.value(), scope);
        String alias = item.alias() != null ? item.alias() : name(item.value(), value);
        fits(names.size() + 1, 0);
        names.add(alias);
        if (item.alias() != null && dialect.has(Trait.LATERAL_ALIASES)) {
            boolean renames = item.value() instanceof Expression.ColumnRef;
            scope.alias(dialect.key(alias), effort.taken() - before, renames);
        }
        return new Body.SelectItem(value, alias);
    }

    private void star(
            Expression.Star star,
            List<Source> sources,
            Scope scope,
            Outputs outputs,
            List<Body.SelectItem> resolved) {
        if (star.path().isEmpty()) {
            List<Field> fields = sources.stream().flatMap(s -> s.columns().stream()).toList();
            if (fields.isEmpty() && !scope.holdsUnknown()) {
                columns.unknownStar(star);
            }
            boolean restricted =
                    scope.entries().stream().anyMatch(entry -> entry.relation().isRestricted());
            expand(star, fields, scope, outputs);
            addAll(star, star, fields, restricted, scope, resolved);
            return;
        }
        Relation relation = columns.starred(star, scope);
        if (relation == null) {
            columns.unknownStar(star);
            resolved.add(new Body.SelectItem(star, null));
            return;
        }
        List<Field> fields = Levels.selectable(relation);
        if (fields.isEmpty() && relation.isRestricted()) {
            columns.unknownStar(star);
        }
        expand(star, fields, scope, outputs);
        String name = relation.name();
        Expression whole = name == null ? star : new Expression.Star(List.of(name), star.at());
        addAll(star, whole, fields, relation.isRestricted(), scope, resolved);
    }

    /** One by one where a table has columns that a star does not stand for. */
    private void addAll(
            Expression.Star star,
            Expression whole,
            List<Field> fields,
            boolean restricted,
            Scope scope,
            List<Body.SelectItem> resolved) {
        if (!restricted) {
            resolved.add(new Body.SelectItem(whole, null));
            return;
        }
        for (Field field : fields) {
            resolved.add(
                    new Body.SelectItem(columns.reference(field, scope, star.at()), field.name()));
        }
    }

    private void expand(Expression.Star star, List<Field> fields, Scope scope, Outputs outputs) {
        List<String> names = outputs.names();
        fits(names.size() + fields.size(), star.at().offset());
        effort.columns(fields.size(), star.at().offset());
        for (Field field : fields) {
            if (field.canFail()) {
                outputs.leaky().add(names.size());
            }
            columns.touch(field);
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
        if (isAll(key)) {
            return key;
        }
        boolean output =
                key instanceof Expression.ColumnRef ref
                        && ref.path().size() == 1
                        && outputs.contains(dialect.key(ref.name()));
        return output ? key : expressions.resolve(key, scope);
    }

    /** {@code ORDER BY ALL}. */
    private boolean isAll(Expression key) {
        return dialect.has(Trait.BY_ALL)
                && key instanceof Expression.Star(List<String> path, Position at)
                && path.isEmpty();
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
            case Body.Grouping.All all -> all;
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
