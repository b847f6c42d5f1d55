package dev.sluice.guard.resolve;

import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.tree.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves conditions, one by one where several have to hold. */
final class Conjuncts {
    private final Expressions expressions;
    private final Columns columns;
    private final Conditions conditions;
    private final Listed listed;

    Conjuncts(Expressions expressions, Columns columns, Conditions conditions, Listed listed) {
        this.expressions = expressions;
        this.columns = columns;
        this.conditions = conditions;
        this.listed = listed;
    }

    /**
     * Where a condition stands.
     *
     * @param kind what it decides about
     * @param sides the relations that it decides about, null for all
     */
    private record Place(Kind kind, @Nullable Set<Relation> sides) {
        boolean decidesOn(Relation relation) {
            return sides == null || sides.contains(relation);
        }
    }

    private enum Kind {
        /** Which rows of the FROM clause there are. */
        ROWS,
        GROUPS,
        /** Which rows an aggregate takes. */
        AGGREGATED
    }

    @Nullable Expression where(@Nullable Expression condition, Scope scope) {
        return condition == null ? null : all(condition, scope, new Place(Kind.ROWS, null));
    }

    /**
     * The condition of a join.
     *
     * @param sides the relations whose rows need not be there, null for an inner join
     */
    Expression on(Expression condition, Scope scope, @Nullable Set<Relation> sides) {
        return all(condition, scope, new Place(Kind.ROWS, sides));
    }

    @Nullable Expression having(@Nullable Expression condition, Scope scope) {
        return condition == null ? null : all(condition, scope, new Place(Kind.GROUPS, null));
    }

    /** The rows that an aggregate takes. */
    @Nullable Expression filter(@Nullable Expression condition, Scope scope) {
        return condition == null ? null : all(condition, scope, new Place(Kind.AGGREGATED, null));
    }

    private Expression all(Expression condition, Scope scope, Place place) {
        if (condition instanceof Expression.Logical(var connective, var operands)
                && connective == Expression.Connective.AND) {
            List<Expression> resolved = new ArrayList<>(operands.size());
            for (Expression operand : operands) {
                resolved.add(all(operand, scope, place));
            }
            return new Expression.Logical(connective, List.copyOf(resolved));
        }
        return one(condition, scope, place);
    }

    private Expression one(Expression condition, Scope scope, Place place) {
        int aggregates = scope.aggregates();
        Conditions.Frame frame =
                conditions.openCondition(place.kind() == Kind.GROUPS ? null : scope);
        Expression resolved = place.kind() == Kind.ROWS ? joining(condition, scope) : null;
        if (resolved == null) {
            resolved = expressions.resolve(condition, scope);
        }
        conditions.close(frame);
        checkFiltered(frame);
        switch (place.kind()) {
            case ROWS -> {
                follow(frame, resolved, scope, place);
                fix(resolved, scope, place);
            }
            case GROUPS -> {
                if (scope.aggregates() > aggregates) {
                    conditions.forgive(frame);
                } else if (conditions.fails(frame)) {
                    conditions.expose(frame.touched());
                }
            }
            case AGGREGATED -> {}
        }
        return resolved;
    }

    /** Columns for conditions alone: of one row, and with nothing from elsewhere. */
    private void checkFiltered(Conditions.Frame frame) {
        if (frame.holdsQuery() || frame.touched().size() > 1) {
            frame.filtered()
                    .forEach(filtered -> columns.refuseUse(filtered.field(), filtered.ref()));
        }
    }

    private void follow(Conditions.Frame frame, Expression resolved, Scope scope, Place place) {
        if (conditions.fails(frame)) {
            conditions.expose(frame.touched());
        } else if (frame.touched().size() == 1 && !frame.holdsQuery()) {
            Relation only = frame.touched().iterator().next();
            if (place.decidesOn(only) && stands(only, scope)) {
                only.restrictedBy(resolved);
            }
        }
    }

    /** A condition of an inner query says nothing about which rows an outer one has. */
    private static boolean stands(Relation relation, Scope scope) {
        return scope.holds(relation);
    }

    /** An equality of two tables' columns that may be equated, and nothing else. */
    private @Nullable Expression joining(Expression condition, Scope scope) {
        if (!(condition instanceof Expression.Operation(Expression left, var rest))
                || rest.size() != 1
                || !rest.getFirst().operator().equals("=")
                || !(left instanceof Expression.ColumnRef one)
                || !(rest.getFirst().operand() instanceof Expression.ColumnRef other)
                || !Levels.joinable(columns.peek(one, scope), columns.peek(other, scope))) {
            return null;
        }
        Expression.Step step = rest.getFirst();
        listed.operator(step.operator(), step.at());
        return expressions.checked(
                new Expression.Operation(
                        columns.resolve(one, scope, Levels.Use.JOIN),
                        List.of(
                                new Expression.Step(
                                        step.operator(),
                                        columns.resolve(other, scope, Levels.Use.JOIN),
                                        step.at()))),
                scope);
    }

    /** Notes which columns an equality fixes. */
    private void fix(Expression condition, Scope scope, Place place) {
        if (condition instanceof Expression.Operation(Expression left, var rest)
                && rest.size() == 1
                && rest.getFirst().operator().equals("=")) {
            Expression right = rest.getFirst().operand();
            fix(left, right, scope, place);
            fix(right, left, scope, place);
        }
    }

    private void fix(Expression fixed, Expression by, Scope scope, Place place) {
        if (!(fixed instanceof Expression.ColumnRef ref)) {
            return;
        }
        Field column = columns.peek(ref, scope);
        if (column == null || !isDistinct(column)) {
            return;
        }
        if (Totality.isConstant(by)) {
            scope.level().fixed().add(new GroupSizes.Fixed(column, null, place.sides()));
        } else if (by instanceof Expression.ColumnRef other) {
            Field value = columns.peek(other, scope);
            if (value != null) {
                scope.level()
                        .fixed()
                        .add(new GroupSizes.Fixed(column, value.owner(), place.sides()));
            }
        }
    }

    private static boolean isDistinct(Field field) {
        VisibleColumn column = field.column();
        return column != null && column.distinct();
    }
}
