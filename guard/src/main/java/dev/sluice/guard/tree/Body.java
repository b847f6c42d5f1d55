package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What yields rows: a select, rows written out, or several of them combined. */
public sealed interface Body permits Body.Select, Body.Values, Body.SetOperation, Query {

    record Select(
            Distinct distinct,
            List<SelectItem> items,
            List<TableExpression> from,
            @Nullable Expression where,
            boolean groupDistinct,
            List<Grouping> groupBy,
            @Nullable Expression having,
            List<NamedWindow> windows,
            @Nullable Expression qualify)
            implements Body {
        /** Without {@code QUALIFY}. */
        public Select(
                Distinct distinct,
                List<SelectItem> items,
                List<TableExpression> from,
                @Nullable Expression where,
                boolean groupDistinct,
                List<Grouping> groupBy,
                @Nullable Expression having,
                List<NamedWindow> windows) {
            this(distinct, items, from, where, groupDistinct, groupBy, having, windows, null);
        }
    }

    record SelectItem(Expression value, @Nullable String alias) {}

    record NamedWindow(String name, Window.Spec window) {}

    /** {@code DISTINCT} is on without keys, {@code DISTINCT ON} has keys. */
    record Distinct(boolean on, List<Expression> keys) {
        public static final Distinct NONE = new Distinct(false, List.of());
    }

    record Values(List<List<Expression>> rows) implements Body {}

    /** Set operations of one precedence, applied from the left. */
    record SetOperation(Body first, List<Branch> branches) implements Body {}

    /** {@code byName} matches columns by their names rather than their places. */
    record Branch(SetKind kind, boolean all, boolean byName, Body body) {
        /** Columns are matched by their places. */
        public Branch(SetKind kind, boolean all, Body body) {
            this(kind, all, false, body);
        }
    }

    enum SetKind {
        UNION,
        INTERSECT,
        EXCEPT
    }

    /** An element of {@code GROUP BY}. */
    sealed interface Grouping {
        record Key(Expression value) implements Grouping {}

        record Empty() implements Grouping {}

        record Rollup(List<Expression> keys) implements Grouping {}

        record Cube(List<Expression> keys) implements Grouping {}

        record Sets(List<Grouping> sets) implements Grouping {}

        /** By every item of the select list that holds no aggregate. */
        record All() implements Grouping {}
    }
}
