package dev.sluice.guard.rewrite;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a query to a number of rows by its outermost limit, so that the order of an ordered query
 * is kept.
 *
 * @param query returns at most one row more than allowed, which tells that there were more
 * @param clamped it asked for more than allowed
 */
public record RowLimit(Query query, boolean clamped) {
    private static final String WRAPPER = "limited";

    public static RowLimit apply(Query query, int maxRows, Dialect dialect) {
        Query.Limit limit = query.limit();
        Expression most = new Expression.NumberLiteral(Integer.toString(maxRows + 1));
        if (limit == null) {
            return new RowLimit(with(query, new Query.Limit(most, false, null)), false);
        }
        Expression count = limit.count();
        boolean computed = count != null && !isPlain(count);
        if (limit.withTies() || (computed && dialect.has(Trait.OPERATORS_ARE_FUNCTIONS))) {
            return new RowLimit(wrapped(query, most), asksForMore(count, maxRows));
        }
        boolean none = count == null || count instanceof Expression.NullLiteral;
        Expression bounded = none ? most : bounded(count, most, maxRows);
        return new RowLimit(
                with(query, new Query.Limit(bounded, false, limit.offset())),
                !none && asksForMore(count, maxRows));
    }

    private static boolean isPlain(Expression count) {
        return count instanceof Expression.NullLiteral
                || (count instanceof Expression.NumberLiteral literal && isWhole(literal));
    }

    private static Query with(Query query, Query.Limit limit) {
        return new Query(query.with(), query.body(), query.orderBy(), limit);
    }

    private static Expression bounded(@Nullable Expression count, Expression most, int maxRows) {
        if (count instanceof Expression.NumberLiteral literal && isWhole(literal)) {
            return asksForMore(count, maxRows) ? most : literal;
        }
        if (count == null) {
            return most;
        }
        return new Expression.Form(FormKind.LEAST, List.of(count, most), Position.NONE);
    }

    private static boolean isWhole(Expression.NumberLiteral literal) {
        return literal.digits().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean asksForMore(@Nullable Expression count, int maxRows) {
        if (!(count instanceof Expression.NumberLiteral literal) || !isWhole(literal)) {
            return false;
        }
        String digits = literal.digits();
        return digits.length() > 18 || Long.parseLong(digits) > maxRows;
    }

    /**
     * Ties, or a share of the rows, may exceed any number: the query is kept as it is and cut from
     * the outside.
     */
    private static Query wrapped(Query query, Expression most) {
        Body.Select outer =
                new Body.Select(
                        Body.Distinct.NONE,
                        List.of(
                                new Body.SelectItem(
                                        new Expression.Star(List.of(), Position.NONE), null)),
                        List.of(
                                new TableExpression.Derived(
                                        false,
                                        query,
                                        new TableExpression.Alias(WRAPPER, List.of()),
                                        Position.NONE)),
                        null,
                        false,
                        List.of(),
                        null,
                        List.of());
        return new Query(null, outer, List.of(), new Query.Limit(most, false, null));
    }
}
