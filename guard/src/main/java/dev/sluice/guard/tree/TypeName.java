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
 */
public record TypeName(
        List<String> path,
        List<Integer> modifiers,
        @Nullable String interval,
        int dimensions,
        Position at) {
    public String name() {
        return path.getLast();
    }
}
