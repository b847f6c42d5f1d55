package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes queries. */
final class QueryEmitter {
    private final Output out;
    private final ExpressionEmitter expressions;
    private final TableEmitter tables;

    QueryEmitter(Output out) {
        this.out = out;
        this.expressions = new ExpressionEmitter(out, this);
        this.tables = new TableEmitter(out, this, expressions);
    }

    void query(Query query) {
        if (query.with() != null) {
            with(query.with());
        }
        if (query.body() instanceof Query) {
            operand(query.body());
        } else {
            body(query.body());
        }
        if (!query.orderBy().isEmpty()) {
            out.raw(" ");
            expressions.windows().orderBy(query.orderBy());
        }
        if (query.limit() != null) {
            limit(query.limit());
        }
    }

    private void with(Query.With with) {
        out.raw(with.recursive() ? "WITH RECURSIVE " : "WITH ");
        for (int i = 0; i < with.tables().size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            commonTable(with.tables().get(i));
        }
        out.raw(" ");
    }

    private void commonTable(Query.CommonTable table) {
        out.name(table.name());
        if (!table.columns().isEmpty()) {
            out.raw("(").names(table.columns()).raw(")");
        }
        if (!table.usingKey().isEmpty()) {
            out.raw(" USING KEY (").names(table.usingKey()).raw(")");
        }
        Boolean materialized = table.materialized();
        out.raw(" AS ");
        if (materialized != null) {
            out.raw(materialized ? "MATERIALIZED " : "NOT MATERIALIZED ");
        }
        bracketed(table.query());
        Query.Search search = table.search();
        if (search != null) {
            out.raw(search.depthFirst() ? " SEARCH DEPTH" : " SEARCH BREADTH").raw(" FIRST BY ");
            out.names(search.by()).raw(" SET ").name(search.sequence());
        }
        if (table.cycle() != null) {
            cycle(table.cycle());
        }
    }

    private void cycle(Query.Cycle cycle) {
        out.raw(" CYCLE ").names(cycle.columns()).raw(" SET ").name(cycle.mark());
        if (cycle.value() != null && cycle.otherwise() != null) {
            out.raw(" TO ");
            constant(cycle.value());
            out.raw(" DEFAULT ");
            constant(cycle.otherwise());
        }
        out.raw(" USING ").name(cycle.path());
    }

    /** Here a literal may have its type in front, but nothing may be cast. */
    private void constant(Expression value) {
        if (value instanceof Expression.Cast(Expression.TextLiteral(String text), TypeName type)
                && type.dimensions() == 0
                && (type.interval() == null || type.interval().isEmpty())) {
            expressions.types().type(type);
            out.raw(" ").textLiteral(text);
        } else {
            expressions.expression(value);
        }
    }

    void bracketed(Query query) {
        out.raw("(");
        query(query);
        out.raw(")");
    }

    private void body(Body body) {
        switch (body) {
            case Body.Select select -> select(select);
            case Body.Values values -> values(values);
            case Body.SetOperation operation -> setOperation(operation);
            case Query query -> query(query);
        }
    }

    private void setOperation(Body.SetOperation operation) {
        operand(operation.first());
        for (Body.Branch branch : operation.branches()) {
            out.raw(" ").raw(branch.kind().name()).raw(branch.all() ? " ALL " : " ");
            out.raw(branch.byName() ? "BY NAME " : "");
            operand(branch.body());
        }
    }

    private void operand(Body body) {
        out.raw("(");
        body(body);
        out.raw(")");
    }

    private void values(Body.Values values) {
        out.raw("VALUES ");
        for (int i = 0; i < values.rows().size(); i++) {
            out.raw(i == 0 ? "(" : ", (");
            expressions.list(values.rows().get(i));
            out.raw(")");
        }
    }

    private void select(Body.Select select) {
        out.raw(select.items().isEmpty() ? "SELECT" : "SELECT ");
        distinct(select.distinct());
        for (int i = 0; i < select.items().size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            Body.SelectItem item = select.items().get(i);
            expressions.expression(item.value());
            if (item.alias() != null) {
                out.raw(" AS ").name(item.alias());
            }
        }
        if (!select.from().isEmpty()) {
            out.raw(" FROM ");
            tables.list(select.from());
        }
        clause(" WHERE ", select.where());
        if (isRolledUp(select)) {
            out.raw(" GROUP BY ");
            groupKeys(((Body.Grouping.Rollup) select.groupBy().getFirst()).keys());
            out.raw(" WITH ROLLUP");
        } else if (!select.groupBy().isEmpty()) {
            out.raw(select.groupDistinct() ? " GROUP BY DISTINCT " : " GROUP BY ");
            groupings(select.groupBy());
        }
        clause(" HAVING ", select.having());
        for (int i = 0; i < select.windows().size(); i++) {
            Body.NamedWindow window = select.windows().get(i);
            out.raw(i == 0 ? " WINDOW " : ", ").name(window.name()).raw(" AS ");
            expressions.windows().window(window.window());
        }
        clause(" QUALIFY ", select.qualify());
    }

    private boolean isRolledUp(Body.Select select) {
        return out.dialect().has(Trait.ROLLUP_BEHIND)
                && select.groupBy().size() == 1
                && select.groupBy().getFirst() instanceof Body.Grouping.Rollup;
    }

    private void clause(String word, @Nullable Expression condition) {
        if (condition != null) {
            out.raw(word);
            expressions.expression(condition);
        }
    }

    private void distinct(Body.Distinct distinct) {
        if (!distinct.on()) {
            return;
        }
        out.raw("DISTINCT ");
        if (!distinct.keys().isEmpty()) {
            out.raw("ON (");
            expressions.list(distinct.keys());
            out.raw(") ");
        }
    }

    private void groupings(List<Body.Grouping> groupings) {
        for (int i = 0; i < groupings.size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            grouping(groupings.get(i));
        }
    }

    private void grouping(Body.Grouping grouping) {
        switch (grouping) {
            case Body.Grouping.Key(Expression value) -> groupKey(value);
            case Body.Grouping.Empty() -> out.raw("()");
            case Body.Grouping.All() -> out.raw("ALL");
            case Body.Grouping.Rollup(List<Expression> keys) -> {
                out.raw("ROLLUP (");
                groupKeys(keys);
                out.raw(")");
            }
            case Body.Grouping.Cube(List<Expression> keys) -> {
                out.raw("CUBE (");
                groupKeys(keys);
                out.raw(")");
            }
            case Body.Grouping.Sets(List<Body.Grouping> sets) -> {
                out.raw("GROUPING SETS (");
                groupings(sets);
                out.raw(")");
            }
        }
    }

    private void groupKeys(List<Expression> keys) {
        for (int i = 0; i < keys.size(); i++) {
            out.raw(i == 0 ? "" : ", ");
            groupKey(keys.get(i));
        }
    }

    /** Here plain brackets list several keys, and {@code ROW} would be one value. */
    private void groupKey(Expression key) {
        if (key instanceof Expression.Row(List<Expression> elements) && elements.size() > 1) {
            out.raw("(");
            expressions.list(elements);
            out.raw(")");
        } else {
            expressions.windows().key(key);
        }
    }

    private void limit(Query.Limit limit) {
        if (out.dialect().has(Trait.LIMIT_PAIRS)) {
            limitFirst(limit);
            return;
        }
        if (limit.offset() != null) {
            out.raw(" OFFSET ");
            expressions.expression(limit.offset());
        }
        if (limit.count() == null) {
            return;
        }
        if (limit.withTies()) {
            boolean brackets = out.dialect().has(Trait.LIMIT_EXPRESSIONS);
            out.raw(limit.offset() == null ? "" : " ROWS");
            out.raw(brackets ? " FETCH FIRST (" : " FETCH FIRST ");
            expressions.expression(limit.count());
            out.raw(brackets ? ") ROWS WITH TIES" : " ROWS WITH TIES");
        } else {
            out.raw(" LIMIT ");
            expressions.expression(limit.count());
        }
    }

    private void limitFirst(Query.Limit limit) {
        if (limit.count() != null && !limit.withTies()) {
            out.raw(" LIMIT ");
            expressions.expression(limit.count());
        }
        if (limit.offset() != null) {
            out.raw(" OFFSET ");
            expressions.expression(limit.offset());
            out.raw(limit.withTies() ? " ROWS" : "");
        }
        if (limit.count() != null && limit.withTies()) {
            out.raw(" FETCH FIRST ");
            expressions.expression(limit.count());
            out.raw(" ROWS WITH TIES");
        }
    }
}
