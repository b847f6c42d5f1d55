package dev.sluice.guard.rewrite;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import org.jspecify.annotations.Nullable;

/**
 * How a database is kept from moving a condition into a derived table: by a limit or offset that
 * changes nothing. A dialect belongs to {@link #of} once its engine was seen to honour what stands
 * there.
 *
 * @param count rows at most, null for a fence that is an offset of nothing
 */
public record Barrier(@Nullable String count) {
    /** What the dialect's engine honours. */
    public static Barrier of(Dialect dialect) {
        return new Barrier(dialect.has(Trait.OFFSET_FENCES) ? null : Query.Limit.ALL);
    }

    /** The query, which has no limit of its own, with a fence around it. */
    Query around(Query query) {
        Query.Limit limit =
                count == null
                        ? new Query.Limit(null, false, new Expression.NumberLiteral("0"))
                        : new Query.Limit(new Expression.NumberLiteral(count), false, null);
        return new Query(query.with(), query.body(), query.orderBy(), limit);
    }
}
