package dev.sluice.guard.rewrite;

import dev.sluice.core.TableName;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A base table as one kind of text may see it. */
public sealed interface VisibleTable {

    TableName name();

    /** The columns that names can refer to; {@code *} stands for those that are selectable. */
    List<VisibleColumn> columns();

    /** The columns of its key as the table has them, visible or not; empty without one. */
    List<String> primaryKey();

    /**
     * The table as it stands in a FROM clause.
     *
     * @param claims of the caller
     */
    TableExpression expression(Use use, Map<String, String> claims);

    /** How many base tables {@link #expression} names. */
    int baseTables(Map<String, String> claims);

    /** What its rows depend on, null for every row. */
    @Nullable RowFilter filter();

    /** Some of its columns may not stand everywhere. */
    boolean restricted();

    /**
     * What a query wants of a table.
     *
     * @param columns that it refers to, in the order of {@link #columns}
     * @param keys columns of the primary key under names of ours
     * @param barrier conditions of the query must not reach rows that the filter hides
     * @param copied conditions of the query that may run before the filter, over the base columns
     */
    record Use(
            List<Selected> columns,
            List<Selected> keys,
            boolean only,
            String alias,
            boolean barrier,
            List<Expression> copied) {
        public Use {
            columns = List.copyOf(columns);
            keys = List.copyOf(keys);
            copied = List.copyOf(copied);
        }
    }

    /** A column that a query needs and the name that it knows it by. */
    record Selected(String column, String visible) {}

    /**
     * A resolved row filter.
     *
     * @param claims that it wants
     * @param tables how many base tables it names
     * @param own it looks at one row alone
     */
    record RowFilter(Expression condition, List<String> claims, int tables, boolean own) {
        public RowFilter {
            claims = List.copyOf(claims);
        }

        boolean decidable(Map<String, String> values) {
            return values.keySet().containsAll(claims);
        }
    }

    /**
     * A table behind its policy: only exposed columns, only rows that all filters let through.
     *
     * @param masks by column, what shows in the column's place
     * @param barrier how this dialect keeps conditions outside
     * @param restricted some columns may not stand everywhere
     */
    record Governed(
            TableName name,
            List<VisibleColumn> columns,
            List<String> primaryKey,
            Map<String, Expression> masks,
            @Nullable RowFilter filter,
            Barrier barrier,
            boolean restricted)
            implements VisibleTable {
        public Governed(
                TableName name,
                List<VisibleColumn> columns,
                List<String> primaryKey,
                Map<String, Expression> masks,
                @Nullable RowFilter filter,
                Barrier barrier) {
            this(name, columns, primaryKey, masks, filter, barrier, restricted(columns));
        }

        private static boolean restricted(List<VisibleColumn> columns) {
            for (VisibleColumn column : columns) {
                if (!column.selectable()) {
                    return true;
                }
            }
            return false;
        }

        public Governed {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            masks = Map.copyOf(masks);
        }

        @Override
        public TableExpression expression(Use use, Map<String, String> claims) {
            List<Body.SelectItem> items = new ArrayList<>();
            for (Selected selected : use.columns()) {
                Expression shown = masks.getOrDefault(selected.column(), base(selected.column()));
                items.add(item(shown, selected));
            }
            for (Selected key : use.keys()) {
                items.add(item(base(key.column()), key));
            }
            boolean fenced = use.barrier() && filter != null && filter.decidable(claims);
            Body.Select select =
                    new Body.Select(
                            Body.Distinct.NONE,
                            List.copyOf(items),
                            List.of(named(name, use.only(), name.name())),
                            condition(claims, fenced ? use.copied() : List.of()),
                            false,
                            List.of(),
                            null,
                            List.of());
            Query query = new Query(null, select, List.of(), null);
            return new TableExpression.Derived(
                    false,
                    fenced ? barrier.around(query) : query,
                    new TableExpression.Alias(use.alias(), List.of()),
                    Position.NONE);
        }

        private Expression base(String column) {
            return new Expression.ColumnRef(List.of(name.name(), column), Position.NONE);
        }

        private static Body.SelectItem item(Expression value, Selected selected) {
            boolean same =
                    value instanceof Expression.ColumnRef
                            && selected.column().equals(selected.visible());
            return new Body.SelectItem(value, same ? null : selected.visible());
        }

        @Override
        public int baseTables(Map<String, String> claims) {
            return 1 + (filter != null && filter.decidable(claims) ? filter.tables() : 0);
        }

        /** A caller without a claim that the filter wants sees no row. */
        private @Nullable Expression condition(
                Map<String, String> claims, List<Expression> copied) {
            if (filter == null) {
                return null;
            }
            if (!filter.decidable(claims)) {
                return new Expression.BooleanLiteral(false);
            }
            if (copied.isEmpty()) {
                return filter.condition();
            }
            List<Expression> all = new ArrayList<>(copied);
            all.addFirst(filter.condition());
            return new Expression.Logical(Expression.Connective.AND, List.copyOf(all));
        }
    }

    /** A table as administrators' filters see it: all of it. */
    record Whole(TableName name, List<VisibleColumn> columns, List<String> primaryKey)
            implements VisibleTable {
        public Whole {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
        }

        @Override
        public TableExpression expression(Use use, Map<String, String> claims) {
            return named(name, use.only(), use.alias());
        }

        @Override
        public int baseTables(Map<String, String> claims) {
            return 1;
        }

        @Override
        public @Nullable RowFilter filter() {
            return null;
        }

        @Override
        public boolean restricted() {
            return false;
        }
    }

    private static TableExpression named(TableName name, boolean only, String alias) {
        return new TableExpression.Named(
                List.of(name.schema(), name.name()),
                only,
                new TableExpression.Alias(alias, List.of()),
                Position.NONE);
    }
}
