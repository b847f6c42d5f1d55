package dev.sluice.guard;

import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the literals of a query that no decision depends on: those that a column is compared with
 * in a WHERE clause, by size or equality. The guard hands them on from the agent's text to the
 * emitted text and looks at them nowhere. All others may be looked at (bounds, templates, limits,
 * numbers of columns) or are part of what GROUP BY and ORDER BY repeat.
 */
final class Slots {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

    private final IdentityHashMap<Expression, Integer> written;
    private final IdentityHashMap<Expression, Integer> found = new IdentityHashMap<>();

    private Slots(IdentityHashMap<Expression, Integer> written) {
        this.written = written;
    }

    /**
     * The literals that may be replaced, by identity, with the token that each was read from.
     *
     * @param resolved as it is emitted
     * @param written all literals of the agent's text; a row filter's are none of them
     */
    static IdentityHashMap<Expression, Integer> of(
            Query resolved, IdentityHashMap<Expression, Integer> written) {
        if (written.isEmpty()) {
            return written;
        }
        Slots slots = new Slots(written);
        slots.query(resolved);
        return slots.found;
    }

    private void query(Query query) {
        if (query.with() != null) {
            for (Query.CommonTable table : query.with().tables()) {
                query(table.query());
            }
        }
        body(query.body());
    }

    private void body(Body body) {
        switch (body) {
            case Body.Select select -> {
                for (TableExpression table : select.from()) {
                    table(table);
                }
                condition(select.where());
            }
            case Body.SetOperation operation -> {
                body(operation.first());
                for (Body.Branch branch : operation.branches()) {
                    body(branch.body());
                }
            }
            case Body.Values values -> {}
            case Query query -> query(query);
        }
    }

    /** What is in any other element keeps its literals. */
    private void table(TableExpression table) {
        if (table instanceof TableExpression.Derived derived) {
            query(derived.query());
        } else if (table instanceof TableExpression.Joined joined) {
            table(joined.first());
            for (TableExpression.Join join : joined.joins()) {
                table(join.right());
            }
        }
    }

    /** Any other condition keeps its literals: whether LIKE can fail depends on the pattern. */
    private void condition(@Nullable Expression condition) {
        if (condition instanceof Expression.Logical(_, List<Expression> operands)) {
            for (Expression operand : operands) {
                condition(operand);
            }
        } else if (condition instanceof Expression.Not(Expression operand)) {
            condition(operand);
        } else if (condition
                instanceof Expression.Operation(Expression first, List<Expression.Step> rest)) {
            Expression.Step only = rest.getFirst();
            if (rest.size() == 1 && COMPARISONS.contains(only.operator())) {
                compared(first, only.operand());
                compared(only.operand(), first);
            }
        } else if (condition instanceof Expression.Between between) {
            compared(between.operand(), between.low());
            compared(between.operand(), between.high());
        } else if (condition
                instanceof Expression.InList(Expression operand, List<Expression> values, _)) {
            for (Expression value : values) {
                compared(operand, value);
            }
        }
    }

    private void compared(Expression column, Expression value) {
        if (!(column instanceof Expression.ColumnRef)) {
            return;
        }
        Expression literal = value instanceof Expression.Cast cast ? cast.operand() : value;
        Integer token = written.get(literal);
        if (token != null) {
            found.put(literal, token);
        }
    }
}
