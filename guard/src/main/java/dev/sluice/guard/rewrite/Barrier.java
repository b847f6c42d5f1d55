package dev.sluice.guard.rewrite;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;

/**
 * How a database is kept from moving a condition into a derived table. Each dialect says which of
 * these its planner honours; one that honours none must refuse what needs a barrier.
 */
public enum Barrier {
    /** An offset of nothing, as PostgreSQL respects it. */
    OFFSET_ZERO {
        @Override
        Query around(Query query) {
            return new Query(
                    query.with(),
                    query.body(),
                    query.orderBy(),
                    new Query.Limit(null, false, new Expression.NumberLiteral("0")));
        }
    };

    /** The query, which has no limit of its own, with a fence around it. */
    abstract Query around(Query query);
}
