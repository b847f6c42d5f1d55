package dev.sluice.guard.tree;

/** One sort key. */
public record OrderItem(Expression key, Direction direction, Nulls nulls) {
    public enum Direction {
        UNSTATED,
        ASCENDING,
        DESCENDING
    }

    public enum Nulls {
        UNSTATED,
        FIRST,
        LAST
    }
}
