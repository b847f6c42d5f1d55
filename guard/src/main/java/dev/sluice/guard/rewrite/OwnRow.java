package dev.sluice.guard.rewrite;

import dev.sluice.guard.tree.Expression;
import java.util.List;

/**
 * Tells whether a row filter looks at one row alone. Such a filter is applied where the table is
 * read, whatever the database does with the query around it; one that asks other tables may be
 * turned into a join and applied later.
 */
public final class OwnRow {
    private OwnRow() {}

    /** What is not known to stay within the row is taken to leave it. */
    public static boolean holds(Expression filter) {
        return switch (filter) {
            case Expression.ColumnRef _,
                    Expression.TextLiteral _,
                    Expression.NumberLiteral _,
                    Expression.BitLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.NullLiteral _,
                    Expression.Claim _,
                    Expression.Clock _ ->
                    true;
            case Expression.Logical(_, List<Expression> operands) -> all(operands);
            case Expression.Not(Expression operand) -> holds(operand);
            case Expression.Prefix(_, Expression operand, _) -> holds(operand);
            case Expression.IsTest(Expression operand, _, _) -> holds(operand);
            case Expression.IsDistinct(Expression left, Expression right, _) ->
                    holds(left) && holds(right);
            case Expression.Operation(Expression first, List<Expression.Step> rest) ->
                    holds(first) && steps(rest);
            case Expression.Between between ->
                    holds(between.operand()) && holds(between.low()) && holds(between.high());
            case Expression.InList(Expression operand, List<Expression> values, _) ->
                    holds(operand) && all(values);
            case Expression.Like like ->
                    holds(like.operand())
                            && holds(like.pattern())
                            && (like.escape() == null || holds(like.escape()));
            case Expression.Cast(Expression operand, _) -> holds(operand);
            case Expression.ArrayLiteral(List<Expression> elements) -> all(elements);
            case Expression.QuantifiedArray array -> holds(array.operand()) && holds(array.array());
            case Expression.Form(_, List<Expression> arguments, _) -> all(arguments);
            case Expression.Call call ->
                    call.filter() == null
                            && call.over() == null
                            && call.orderBy().isEmpty()
                            && call.withinGroup().isEmpty()
                            && call.arguments().stream().allMatch(a -> holds(a.value()));
            default -> false;
        };
    }

    private static boolean all(List<Expression> expressions) {
        for (Expression expression : expressions) {
            if (!holds(expression)) {
                return false;
            }
        }
        return true;
    }

    private static boolean steps(List<Expression.Step> steps) {
        for (Expression.Step step : steps) {
            if (!holds(step.operand())) {
                return false;
            }
        }
        return true;
    }
}
