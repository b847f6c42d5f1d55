package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands after {@code OVER} or in a {@code WINDOW} clause. */
public sealed interface Window {

    /** {@code OVER name}. */
    record Named(String name) implements Window {}

    /** {@code OVER (base PARTITION BY … ORDER BY … frame)}. */
    record Spec(
            @Nullable String base,
            List<Expression> partitionBy,
            List<OrderItem> orderBy,
            @Nullable Frame frame)
            implements Window {}

    /** {@code end} is null for a frame given by its start alone. */
    record Frame(Unit unit, Bound start, @Nullable Bound end, Exclusion exclusion) {}

    record Bound(Edge edge, @Nullable Expression offset) {}

    enum Unit {
        ROWS,
        RANGE,
        GROUPS
    }

    enum Edge {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    enum Exclusion {
        UNSTATED,
        CURRENT_ROW,
        GROUP,
        TIES,
        NO_OTHERS
    }
}
