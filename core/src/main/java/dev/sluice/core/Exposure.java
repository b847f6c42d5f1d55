package dev.sluice.core;

import java.util.Optional;

/** How far a column may be used by those who see it. */
public sealed interface Exposure {
    /** Everywhere. */
    record Select() implements Exposure {}

    /**
     * As the bare argument of count, sum, avg and count distinct.
     *
     * @param minGroup groups of fewer rows of its table are left out; {@value #GROUP_MIN} to
     *     {@value #GROUP_MAX}
     */
    record Aggregate(int minGroup) implements Exposure {
        public static final int GROUP_MIN = 2;
        public static final int GROUP_MAX = 1_000_000;
        public static final int GROUP_DEFAULT = 10;

        public Aggregate {
            if (minGroup < GROUP_MIN || minGroup > GROUP_MAX) {
                throw new IllegalArgumentException("min_group is out of bounds: " + minGroup);
            }
        }
    }

    /** Equated with a column of another table, and nothing else. */
    record Join() implements Exposure {}

    /** In conditions on its own row; what they let through tells the value bit by bit. */
    record Filter() implements Exposure {}

    /** The word of policy files. */
    default String word() {
        return switch (this) {
            case Select _ -> "select";
            case Aggregate _ -> "aggregate";
            case Join _ -> "join";
            case Filter _ -> "filter";
        };
    }

    /** What both permit, empty for nothing: two different levels below select share no use. */
    default Optional<Exposure> and(Exposure other) {
        if (this instanceof Select || equals(other)) {
            return Optional.of(other);
        }
        if (other instanceof Select) {
            return Optional.of(this);
        }
        return this instanceof Aggregate(int one) && other instanceof Aggregate(int two)
                ? Optional.of(new Aggregate(Math.max(one, two)))
                : Optional.empty();
    }
}
