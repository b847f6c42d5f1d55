package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out groups in which an aggregate would tell of too few rows. What is counted are different
 * primary keys of the column's own table whose value goes into the aggregate, so that a join cannot
 * inflate the number. A join cannot repeat the rows either: what is joined has to be fixed by the
 * row, or an aggregate could weigh one row until it stands out, or leave out another one for each
 * row of a second table.
 */
final class GroupSizes {
    private final Scope scope;
    private final Columns columns;
    private final Dialect dialect;

    private GroupSizes(Scope scope, Columns columns, Dialect dialect) {
        this.scope = scope;
        this.columns = columns;
        this.dialect = dialect;
    }

    /**
     * An aggregate of a column that shows in large groups alone.
     *
     * @param minGroup so many rows at least
     * @param column as it is emitted
     * @param filter of the aggregate
     * @param ref as it was written
     */
    record Counted(
            Field field,
            int minGroup,
            Expression column,
            @Nullable Expression filter,
            Expression.ColumnRef ref) {}

    /**
     * A column that has one value, or none, for each row of another relation.
     *
     * @param by the other relation, null for a constant
     * @param sides that this holds for, or whose rows it holds for, null for all
     */
    record Fixed(Field column, @Nullable Relation by, @Nullable Set<Relation> sides) {
        private boolean holds(Relation owner) {
            return sides == null || sides.contains(column.owner()) || sides.contains(owner);
        }
    }

    /**
     * The HAVING clause with the sizes of groups in it. Where groups are too small, the rest of it
     * is not evaluated, so that its errors tell nothing of them.
     */
    static @Nullable Expression having(
            @Nullable Expression having,
            List<Body.Grouping> groupBy,
            Scope scope,
            Columns columns,
            Dialect dialect) {
        if (scope.level().counted().isEmpty()) {
            return having;
        }
        return new GroupSizes(scope, columns, dialect).having(having, groupBy);
    }

    private Expression having(@Nullable Expression having, List<Body.Grouping> groupBy) {
        boolean one =
                groupBy.stream()
                        .allMatch(grouping ->
                                grouping instanceof Body.Grouping.Key
                                        || grouping instanceof Body.Grouping.Empty);
        Set<Expression> sizes = new LinkedHashSet<>();
        for (Counted counted : scope.level().counted()) {
            if (!one || scope.level().isCorrelated() || !singles(counted.field().owner())) {
                columns.refuseUse(counted.field(), counted.ref());
            }
            sizes.add(largeEnough(counted));
        }
        Expression all =
                sizes.size() == 1
                        ? sizes.iterator().next()
                        : new Expression.Logical(Expression.Connective.AND, List.copyOf(sizes));
        return having == null
                ? all
                : new Expression.Case(
                        null,
                        List.of(new Expression.When(all, having)),
                        new Expression.BooleanLiteral(false));
    }

    private Expression largeEnough(Counted counted) {
        Expression there = contributing(counted);
        boolean within = dialect.has(Trait.NO_AGGREGATE_FILTERS);
        List<Expression> key = within ? only(there, key(counted)) : List.of(one(key(counted)));
        Expression size =
                new Expression.Call(
                        Listed.functionPath(dialect, "count"),
                        Expression.Quantity.DISTINCT,
                        false,
                        key.stream().map(GroupSizes::argument).toList(),
                        List.of(),
                        List.of(),
                        within ? null : there,
                        null,
                        Position.NONE);
        Expression least = new Expression.NumberLiteral(Integer.toString(counted.minGroup()));
        return new Expression.Operation(
                size, List.of(new Expression.Step(">=", least, Position.NONE)));
    }

    private static Expression.Argument argument(Expression value) {
        return new Expression.Argument(null, false, value);
    }

    private static List<Expression> key(Counted counted) {
        Relation owner = counted.field().owner();
        String name = owner.name();
        List<VisibleTable.Selected> key = owner.requireKey();
        if (name == null || key.isEmpty()) {
            throw Refusal.syntax("A table without a key cannot be aggregated.", null, 0);
        }
        List<Expression> parts = new ArrayList<>();
        for (VisibleTable.Selected part : key) {
            parts.add(new Expression.ColumnRef(List.of(name, part.visible()), Position.NONE));
        }
        return List.copyOf(parts);
    }

    /** A key of several columns is counted as a row of them. */
    private Expression one(List<Expression> key) {
        if (key.size() == 1) {
            return key.getFirst();
        }
        return dialect.has(Trait.OPERATORS_ARE_FUNCTIONS)
                ? new Expression.Call(
                        Listed.functionPath(dialect, "row"),
                        Expression.Quantity.UNSTATED,
                        false,
                        key.stream().map(GroupSizes::argument).toList(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        Position.NONE)
                : new Expression.Row(key);
    }

    /** The parts of a key where the condition holds: what is null in a part is not counted. */
    private static List<Expression> only(Expression condition, List<Expression> key) {
        return key.stream()
                .<Expression>map(part ->
                        new Expression.Case(
                                null, List.of(new Expression.When(condition, part)), null))
                .toList();
    }

    /** The rows whose value goes into the aggregate. */
    private static Expression contributing(Counted counted) {
        Expression there = new Expression.IsTest(counted.column(), Expression.Test.NULL, true);
        return counted.filter() == null
                ? there
                : new Expression.Logical(
                        Expression.Connective.AND, List.of(there, counted.filter()));
    }

    /** Each row of the owner stands in at most one row of the join. */
    private boolean singles(Relation owner) {
        Set<Relation> single = Collections.newSetFromMap(new IdentityHashMap<>());
        single.add(owner);
        List<Relation> others = new ArrayList<>();
        for (Scope.Entry entry : scope.entries()) {
            if (!entry.isMerged() && entry.relation() != owner) {
                others.add(entry.relation());
            }
        }
        boolean more = true;
        while (more && !others.isEmpty()) {
            more = others.removeIf(other -> isFixed(other, owner, single) && single.add(other));
        }
        return others.isEmpty();
    }

    private boolean isFixed(Relation relation, Relation owner, Set<Relation> single) {
        List<String> key = relation.primaryKey();
        return relation.kind() == Relation.Kind.TABLE
                && !key.isEmpty()
                && key.stream()
                        .allMatch(column ->
                                scope.level().fixed().stream()
                                        .anyMatch(fixed ->
                                                fixed.column().owner() == relation
                                                        && fixed.column().base().equals(column)
                                                        && fixed.holds(owner)
                                                        && (fixed.by() == null
                                                                || single.contains(fixed.by()))));
    }
}
