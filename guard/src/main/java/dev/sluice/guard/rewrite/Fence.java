package dev.sluice.guard.rewrite;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TypeName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells which row filters need a fence, so that no condition of a query runs on rows that the
 * filter hides: whether such a condition fails would tell what those rows hold.
 *
 * <p>PostgreSQL joins a sub-query of a filter with the query's own tables and evaluates the query's
 * conditions where it likes; a limit or offset keeps them outside. A fence costs the query its
 * indexes, so that filters made of cheap tests alone go without: they stand before the query's
 * conditions on the same scan, and PostgreSQL evaluates cheaper conditions first and equally cheap
 * ones in their order. A disjunction or a longer list costs more than a single comparison and was
 * seen to be evaluated after a query's condition, so it is fenced.
 *
 * <p>Known limit: that order is what PostgreSQL does, not what it promises.
 */
public final class Fence {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

    /** A list of so many values costs no more than one comparison. */
    private static final int CHEAP_VALUES_MAX = 2;

    private Fence() {}

    /** Whether this resolved row filter, null for none, is more than cheap tests of own columns. */
    public static boolean needed(@Nullable Expression filter) {
        return filter != null && !cheap(filter);
    }

    /** What keeps conditions of a query outside: null where none is needed. */
    public static Query.@Nullable Limit around(@Nullable Expression filter, Dialect dialect) {
        if (filter != null && dialect.has(Trait.FILTERS_UNORDERED)) {
            return new Query.Limit(new Expression.NumberLiteral(Query.Limit.ALL), false, null);
        }
        return needed(filter)
                ? new Query.Limit(null, false, new Expression.NumberLiteral("0"))
                : null;
    }

    private static boolean cheap(Expression filter) {
        return switch (filter) {
            case Expression.Logical(var connective, var operands) ->
                    connective == Expression.Connective.AND
                            && operands.stream().allMatch(Fence::cheap);
            case Expression.Not(var operand) ->
                    !(operand instanceof Expression.Logical) && cheap(operand);
            case Expression.BooleanLiteral literal -> true;
            case Expression.ColumnRef flag -> true;
            case Expression.IsTest(var operand, var test, var negated) -> column(operand);
            case Expression.Operation(var first, List<Expression.Step> rest) ->
                    rest.size() == 1
                            && COMPARISONS.contains(rest.getFirst().operator())
                            && compares(first, rest.getFirst().operand());
            case Expression.Between(var value, var low, var high, var symmetric, var negated) ->
                    column(value) && constant(low) && constant(high);
            case Expression.InList(var value, var values, var negated) ->
                    column(value)
                            && values.size() <= CHEAP_VALUES_MAX
                            && values.stream().allMatch(Fence::constant);
            // What is not known to be cheap is fenced, so that a new kind of expression is, too.
            default -> false;
        };
    }

    private static boolean compares(Expression left, Expression right) {
        return (column(left) && constant(right)) || (constant(left) && column(right));
    }

    private static boolean column(Expression expression) {
        return expression instanceof Expression.ColumnRef;
    }

    private static boolean constant(Expression expression) {
        return switch (expression) {
            case Expression.TextLiteral literal -> true;
            case Expression.NumberLiteral literal -> true;
            case Expression.BitLiteral literal -> true;
            case Expression.BooleanLiteral literal -> true;
            case Expression.NullLiteral literal -> true;
            case Expression.Claim claim -> true;
            case Expression.Cast(var operand, TypeName type) -> constant(operand);
            case Expression.Prefix(var operator, var operand, var at) ->
                    operator.equals("-") && operand instanceof Expression.NumberLiteral;
            default -> false;
        };
    }
}
