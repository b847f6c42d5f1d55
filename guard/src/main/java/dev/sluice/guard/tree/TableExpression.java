package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of {@code FROM}. */
public sealed interface TableExpression {

    /** A table, view or common table expression by name. */
    record Named(List<String> path, boolean only, @Nullable Alias alias, Position at)
            implements TableExpression {
        public String name() {
            return path.getLast();
        }
    }

    record Derived(boolean lateral, Query query, @Nullable Alias alias, Position at)
            implements TableExpression {}

    /**
     * Functions as tables, side by side when there are several.
     *
     * @param rowsFrom written as {@code ROWS FROM (…)}
     */
    record Functions(
            boolean lateral,
            boolean rowsFrom,
            List<FunctionTable> functions,
            boolean ordinality,
            @Nullable Alias alias,
            Position at)
            implements TableExpression {}

    /** The rows that are found in a JSON value. */
    record JsonTable(
            boolean lateral,
            Json.Search search,
            @Nullable String pathName,
            List<Json.Column> columns,
            Json.@Nullable Behavior onError,
            @Nullable Alias alias,
            Position at)
            implements TableExpression {}

    /** A call and, where it returns records, the columns that it is told to have. */
    record FunctionTable(Expression.Call call, List<ColumnDefinition> columns) {}

    record ColumnDefinition(String name, TypeName type) {}

    /** Joins applied from the left; with an alias it stands in parentheses. */
    record Joined(TableExpression first, List<Join> joins, @Nullable Alias alias)
            implements TableExpression {}

    /**
     * One join of a chain.
     *
     * @param using null without {@code USING}
     * @param usingAlias the name of the merged columns
     */
    record Join(
            JoinKind kind,
            boolean natural,
            TableExpression right,
            @Nullable List<String> using,
            @Nullable String usingAlias,
            @Nullable Expression on) {}

    enum JoinKind {
        INNER,
        LEFT,
        RIGHT,
        FULL,
        CROSS,
        SEMI,
        ANTI,
        ASOF,
        ASOF_LEFT,
        ASOF_RIGHT,
        ASOF_FULL,
        POSITIONAL;

        /** What stands before {@code JOIN}. */
        public String words() {
            return name().replace('_', ' ');
        }

        /** Takes a condition. */
        public boolean conditional() {
            return this != CROSS && this != POSITIONAL;
        }

        /** Shows the columns of its left side alone. */
        public boolean leftOnly() {
            return this == SEMI || this == ANTI;
        }
    }

    /**
     * Values of columns as columns.
     *
     * @param groupBy null for all columns of the source that are not named
     */
    record Pivot(
            TableExpression source,
            List<Body.SelectItem> aggregates,
            List<PivotColumn> columns,
            @Nullable List<Expression> groupBy,
            @Nullable Alias alias,
            Position at)
            implements TableExpression {}

    /** A column and its values, each with a name where one is given. */
    record PivotColumn(Expression value, List<Body.SelectItem> values) {}

    /** Columns as rows of a name and a value. */
    record Unpivot(
            TableExpression source,
            List<Body.SelectItem> columns,
            String name,
            String value,
            boolean nulls,
            @Nullable Alias alias,
            Position at)
            implements TableExpression {}

    /** A new name and, possibly, new names for the first columns. */
    record Alias(String name, List<String> columns) {}
}
