package dev.sluice.guard.rewrite;

import dev.sluice.core.Exposure;

/**
 * A base table's column as queries see it.
 *
 * @param family of the values that show
 * @param masked what shows is not what the table holds
 * @param distinct different values show as different ones
 */
public record VisibleColumn(
        String name, Exposure exposure, TypeFamily family, boolean masked, boolean distinct) {

    /** A column that shows as it is. */
    public static VisibleColumn plain(String name, Exposure exposure, TypeFamily family) {
        return new VisibleColumn(name, exposure, family, false, true);
    }

    /** May stand wherever a value may stand. */
    public boolean selectable() {
        return exposure instanceof Exposure.Select;
    }
}
