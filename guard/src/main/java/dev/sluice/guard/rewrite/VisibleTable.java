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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A base table as one kind of text may see it. */
public sealed interface VisibleTable {

    TableName name();

    /** The columns that names can refer to, in the order of {@code *}. */
    List<String> columns();

    List<String> primaryKey();

    /**
     * The table as it stands in a FROM clause.
     *
     * @param used its base columns and what the query calls them, in the order of {@link #columns}
     * @param claims of the caller
     */
    TableExpression expression(
            List<Selected> used, boolean only, String alias, Map<String, String> claims);

    /** How many base tables {@link #expression} names. */
    int baseTables(Map<String, String> claims);

    /** A column that a query needs and the name that it knows it by. */
    record Selected(String column, String visible) {}

    /**
     * A table behind its policy: only exposed columns, only rows that all filters let through.
     *
     * @param filter null for every row
     * @param fence keeps conditions of the query from rows that the filter hides; null for none
     * @param filterClaims the claims that the filter wants
     * @param filterTables how many base tables the filter names
     */
    record Governed(
            TableName name,
            List<String> columns,
            List<String> primaryKey,
            @Nullable Expression filter,
            Query.@Nullable Limit fence,
            Set<String> filterClaims,
            int filterTables)
            implements VisibleTable {
        public Governed {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            filterClaims = Set.copyOf(filterClaims);
        }

        @Override
        public TableExpression expression(
                List<Selected> used, boolean only, String alias, Map<String, String> claims) {
            List<Body.SelectItem> items = new ArrayList<>(used.size());
            for (Selected selected : used) {
                boolean same = selected.column().equals(selected.visible());
                items.add(
                        new Body.SelectItem(
                                new Expression.ColumnRef(
                                        List.of(name.name(), selected.column()), Position.NONE),
                                same ? null : selected.visible()));
            }
            Body.Select select =
                    new Body.Select(
                            Body.Distinct.NONE,
                            List.copyOf(items),
                            List.of(base(name, only, name.name())),
                            condition(claims),
                            false,
                            List.of(),
                            null,
                            List.of());
            return new TableExpression.Derived(
                    false,
                    new Query(null, select, List.of(), fence(claims)),
                    new TableExpression.Alias(alias, List.of()),
                    Position.NONE);
        }

        private Query.@Nullable Limit fence(Map<String, String> claims) {
            return filters(claims) ? fence : null;
        }

        @Override
        public int baseTables(Map<String, String> claims) {
            return 1 + (filters(claims) ? filterTables : 0);
        }

        private boolean filters(Map<String, String> claims) {
            return claims.keySet().containsAll(filterClaims);
        }

        /** A caller without a claim that the filter wants sees no row. */
        private @Nullable Expression condition(Map<String, String> claims) {
            return filters(claims) ? filter : new Expression.BooleanLiteral(false);
        }
    }

    /** A table as administrators' filters see it: all of it. */
    record Whole(TableName name, List<String> columns, List<String> primaryKey)
            implements VisibleTable {
        public Whole {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
        }

        @Override
        public TableExpression expression(
                List<Selected> used, boolean only, String alias, Map<String, String> claims) {
            return base(name, only, alias);
        }

        @Override
        public int baseTables(Map<String, String> claims) {
            return 1;
        }
    }

    private static TableExpression base(TableName name, boolean only, String alias) {
        return new TableExpression.Named(
                List.of(name.schema(), name.name()),
                only,
                new TableExpression.Alias(alias, List.of()),
                Position.NONE);
    }
}
