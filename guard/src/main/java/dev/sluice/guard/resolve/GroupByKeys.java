package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Completes a grouping that holds a table's primary key with the table's other columns that are
 * used ungrouped. A base table's key decides them by itself; a derived table's does not, and the
 * groups are the same either way.
 */
final class GroupByKeys {
    private final List<Body.SelectItem> items;
    private final Scope scope;
    private final Dialect dialect;
    private final Set<List<String>> grouped = new HashSet<>();

    private GroupByKeys(List<Body.SelectItem> items, Scope scope, Dialect dialect) {
        this.items = items;
        this.scope = scope;
        this.dialect = dialect;
    }

    static List<Body.Grouping> complete(
            List<Body.Grouping> groupBy,
            List<Body.SelectItem> items,
            Scope scope,
            Dialect dialect) {
        return new GroupByKeys(items, scope, dialect).complete(groupBy);
    }

    private List<Body.Grouping> complete(List<Body.Grouping> groupBy) {
        if (groupBy.isEmpty() || scope.ungrouped().isEmpty()) {
            return groupBy;
        }
        for (Body.Grouping grouping : groupBy) {
            if (!(grouping instanceof Body.Grouping.Key(Expression key))) {
                return groupBy;
            }
            add(key);
        }
        List<Body.Grouping> completed = new ArrayList<>(groupBy);
        for (Scope.Entry entry : scope.entries()) {
            Relation relation = entry.relation();
            if (holdsKey(relation)) {
                complete(relation, completed);
            }
        }
        return List.copyOf(completed);
    }

    /** A grouped column, by whichever way it is given: itself, a number, or a result's name. */
    private void add(Expression key) {
        switch (key) {
            case Expression.ColumnRef ref when ref.path().size() == 2 -> grouped.add(ref.path());
            case Expression.ColumnRef ref -> {
                addMerged(ref.name());
                for (Body.SelectItem item : items) {
                    if (item.alias() != null
                            && dialect.key(ref.name()).equals(dialect.key(item.alias()))) {
                        addColumn(item.value());
                    }
                }
            }
            case Expression.NumberLiteral number -> {
                Long ordinal = Listed.integer(number);
                if (ordinal != null && ordinal >= 1 && ordinal <= items.size()) {
                    addColumn(items.get(Math.toIntExact(ordinal) - 1).value());
                }
            }
            case Expression.Row(List<Expression> elements) -> elements.forEach(this::add);
            default -> {}
        }
    }

    /** A column that a join merged stands for those of both sides: equal, or absent. */
    private void addMerged(String name) {
        for (Scope.Entry entry : scope.entries()) {
            Field merged = entry.relation().name() == null ? entry.visible(name) : null;
            if (merged != null) {
                for (Field source : merged.sources()) {
                    String owner = source.owner().name();
                    if (owner != null) {
                        grouped.add(List.of(owner, source.name()));
                    }
                }
            }
        }
    }

    private void addColumn(Expression value) {
        if (value instanceof Expression.ColumnRef ref && ref.path().size() == 2) {
            grouped.add(ref.path());
        }
    }

    private boolean holdsKey(Relation relation) {
        Set<String> key = Set.copyOf(relation.primaryKey());
        String name = relation.name();
        if (key.isEmpty() || name == null) {
            return false;
        }
        int held = 0;
        for (Field field : relation.fields()) {
            if (field.column() != null
                    && field.column().distinct()
                    && key.contains(field.base())
                    && grouped.contains(List.of(name, field.name()))) {
                held++;
            }
        }
        return held == key.size();
    }

    private void complete(Relation relation, List<Body.Grouping> completed) {
        for (Field field : scope.ungrouped()) {
            String name = relation.name();
            if (field.owner() == relation
                    && name != null
                    && grouped.add(List.of(name, field.name()))) {
                completed.add(
                        new Body.Grouping.Key(
                                new Expression.ColumnRef(
                                        List.of(name, field.name()), Position.NONE)));
            }
        }
    }
}
