package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type as written or, after resolving, as the database calls it.
 *
 * @param path its name, qualified after resolving
 * @param modifiers length, precision, scale
 * @param interval the fields of an interval type such as {@code day to second}, null otherwise
 * @param dimensions how many pairs of brackets follow
 * @param parts the types that it is made of, empty for most
 */
public record TypeName(
        List<String> path,
        List<Integer> modifiers,
        @Nullable String interval,
        int dimensions,
        List<Part> parts,
        Position at) {
    /** A type that holds no others. */
    public TypeName(
            List<String> path,
            List<Integer> modifiers,
            @Nullable String interval,
            int dimensions,
            Position at) {
        this(path, modifiers, interval, dimensions, List.of(), at);
    }

    /** A field of a struct or union, or, without a name, what a map or an array holds. */
    public record Part(@Nullable String name, TypeName type) {}

    public String name() {
        return path.getLast();
    }
}
