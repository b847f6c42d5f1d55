package dev.sluice.guard.resolve;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a query's conditions inside the barrier of a table, so that the table's indexes serve
 * them. Only what cannot fail and cannot hold for an absent row: then it changes nothing whether a
 * join leaves the row out before or after.
 */
final class CopiedConditions {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

    private final Relation relation;
    private final String table;

    private CopiedConditions(Relation relation, String table) {
        this.relation = relation;
        this.table = table;
    }

    /** The relation's conditions over the columns of its base table, which goes by this name. */
    static List<Expression> of(Relation relation, String table) {
        CopiedConditions copied = new CopiedConditions(relation, table);
        List<Expression> all = new ArrayList<>();
        for (Expression condition : relation.conditions()) {
            Expression copy = copied.condition(condition);
            if (copy != null) {
                all.add(copy);
            }
        }
        return List.copyOf(all);
    }

    /** Null for what is better left outside. */
    private @Nullable Expression condition(Expression condition) {
        return switch (condition) {
            case Expression.Logical(var connective, var operands) -> {
                List<Expression> copies = new ArrayList<>(operands.size());
                for (Expression operand : operands) {
                    Expression copy = condition(operand);
                    if (copy == null) {
                        yield null;
                    }
                    copies.add(copy);
                }
                yield new Expression.Logical(connective, List.copyOf(copies));
            }
            case Expression.Operation(Expression first, var rest)
                    when rest.size() == 1 && COMPARISONS.contains(rest.getFirst().operator()) -> {
                Expression.Step step = rest.getFirst();
                Expression left = operand(first);
                Expression right = operand(step.operand());
                boolean column = isColumn(left) || isColumn(right);
                yield left == null || right == null || !column
                        ? null
                        : new Expression.Operation(
                                left,
                                List.of(new Expression.Step(step.operator(), right, step.at())));
            }
            case Expression.Between(var value, var low, var high, var symmetric, var negated) -> {
                Expression one = column(value);
                Expression from = operand(low);
                Expression to = operand(high);
                yield one == null || from == null || to == null
                        ? null
                        : new Expression.Between(one, from, to, symmetric, negated);
            }
            case Expression.InList(var value, var values, var negated) -> {
                Expression one = column(value);
                yield one == null || !values.stream().allMatch(Totality::isConstant)
                        ? null
                        : new Expression.InList(one, values, negated);
            }
            case Expression.IsTest(var value, var test, var negated)
                    when negated && test == Expression.Test.NULL -> {
                Expression one = column(value);
                yield one == null ? null : new Expression.IsTest(one, test, true);
            }
            case Expression.Like(var value, var pattern, var escape, var kind, var negated)
                    when escape == null && Totality.isConstant(pattern) -> {
                Expression one = column(value);
                yield one == null ? null : new Expression.Like(one, pattern, null, kind, negated);
            }
            default -> null;
        };
    }

    private static boolean isColumn(@Nullable Expression expression) {
        return expression instanceof Expression.ColumnRef;
    }

    private @Nullable Expression operand(Expression expression) {
        if (Totality.isConstant(expression) || expression instanceof Expression.Clock) {
            return expression;
        }
        if (expression instanceof Expression.Operation(Expression first, var rest)
                && (first instanceof Expression.Clock || Totality.isConstant(first))
                && rest.stream().allMatch(step -> Totality.isConstant(step.operand()))) {
            return expression;
        }
        return column(expression);
    }

    /** The base column, null for anything else and for one that a mask stands in front of. */
    private @Nullable Expression column(Expression expression) {
        if (!(expression instanceof Expression.ColumnRef ref)) {
            return null;
        }
        Field field = relation.field(ref.name());
        return field == null || field.column() == null || field.column().masked()
                ? null
                : new Expression.ColumnRef(List.of(table, field.base()), Position.NONE);
    }
}
