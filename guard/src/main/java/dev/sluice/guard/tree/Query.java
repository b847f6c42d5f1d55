package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query with everything that may surround its body, which is no query of this kind itself. One
 * without {@code WITH}, ordering and limit is written as its body alone.
 */
public record Query(@Nullable With with, Body body, List<OrderItem> orderBy, @Nullable Limit limit)
        implements Body {

    /** Nothing surrounds the body. */
    public boolean bare() {
        return with == null && orderBy.isEmpty() && limit == null;
    }

    public record With(boolean recursive, List<CommonTable> tables) {}

    /**
     * A common table expression.
     *
     * @param columns its column names, empty to take the query's
     * @param materialized null when not stated
     * @param usingKey columns by which a recursion replaces rows, empty without
     */
    public record CommonTable(
            String name,
            List<String> columns,
            @Nullable Boolean materialized,
            Query query,
            @Nullable Search search,
            @Nullable Cycle cycle,
            List<String> usingKey,
            Position at) {
        /** Rows are told apart by all of their columns. */
        public CommonTable(
                String name,
                List<String> columns,
                @Nullable Boolean materialized,
                Query query,
                @Nullable Search search,
                @Nullable Cycle cycle,
                Position at) {
            this(name, columns, materialized, query, search, cycle, List.of(), at);
        }
    }

    public record Search(boolean depthFirst, List<String> by, String sequence) {}

    public record Cycle(
            List<String> columns,
            String mark,
            @Nullable Expression value,
            @Nullable Expression otherwise,
            String path) {}

    /** {@code count} is null when only an offset is given. */
    public record Limit(@Nullable Expression count, boolean withTies, @Nullable Expression offset) {
        /** More rows than there can be, where an offset or a fence wants a number. */
        public static final String ALL = "9223372036854775807";
    }
}
