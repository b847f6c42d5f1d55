package dev.sluice.guard.resolve;

import dev.sluice.core.Exposure;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.tree.Expression;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds each use of a column against the level at which the column is exposed. */
final class Levels {
    private static final Set<String> AGGREGATES = Set.of("count", "sum", "avg");

    /** In which position a column stands. */
    enum Use {
        /** Anywhere. */
        VALUE,
        /** The whole argument of an aggregate that shows no single value. */
        AGGREGATE,
        /** One side of an equality that joins two tables. */
        JOIN
    }

    private final Conditions conditions;

    Levels(Conditions conditions) {
        this.conditions = conditions;
    }

    /**
     * Whether the column may be used like this.
     *
     * @param level where its relation stands
     * @param from where the reference stands
     */
    boolean admits(Field field, Scope level, Scope from, Use use, Expression.ColumnRef ref) {
        VisibleColumn column = field.column();
        if (column == null) {
            return true;
        }
        return switch (column.exposure()) {
            case Exposure.Select _ -> true;
            case Exposure.Aggregate _ -> use == Use.AGGREGATE && level == from;
            case Exposure.Join _ -> use == Use.JOIN;
            case Exposure.Filter _ -> conditions.filters(field, level, ref);
        };
    }

    /** What the level permits, for an agent that may know of the column. */
    static String hint(Exposure exposure) {
        return switch (exposure) {
            case Exposure.Select _ -> "";
            case Exposure.Aggregate(int minGroup) ->
                    ("It can be the bare argument of count, sum, avg and count(DISTINCT …) over its"
                                    + " own table and tables joined by their whole primary key;"
                                    + " groups of fewer than %d rows are left out.")
                            .formatted(minGroup);
            case Exposure.Join _ ->
                    "It can be equated with a column of another table, in ON or WHERE, and nothing"
                            + " else.";
            case Exposure.Filter _ ->
                    "It can stand in conditions of WHERE, ON and FILTER that use columns of its own"
                            + " row alone.";
        };
    }

    /** The column that is the whole argument of an aggregate fit for it, null for another call. */
    static Expression.@Nullable ColumnRef bareArgument(Expression.Call call, String function) {
        boolean plain =
                AGGREGATES.contains(function)
                        && call.over() == null
                        && !call.star()
                        && call.orderBy().isEmpty()
                        && call.withinGroup().isEmpty()
                        && call.arguments().size() == 1;
        boolean every = call.quantity() != Expression.Quantity.DISTINCT;
        if (!plain || (!every && !function.equals("count"))) {
            return null;
        }
        Expression.Argument argument = call.arguments().getFirst();
        return argument.name() == null
                        && !argument.variadic()
                        && argument.value() instanceof Expression.ColumnRef ref
                ? ref
                : null;
    }

    /** Both are base tables' columns of two relations, and one may be equated alone. */
    static boolean joinable(@Nullable Field left, @Nullable Field right) {
        return left != null
                && right != null
                && left.owner() != right.owner()
                && equatable(left)
                && equatable(right)
                && !(left.selectable() && right.selectable());
    }

    private static boolean equatable(Field field) {
        VisibleColumn column = field.column();
        return column != null
                && (column.selectable() || column.exposure() instanceof Exposure.Join);
    }

    /** The columns that {@code *} stands for. */
    static List<Field> selectable(Relation relation) {
        return relation.isRestricted()
                ? relation.fields().stream().filter(Field::selectable).toList()
                : relation.fields();
    }
}
