package dev.sluice.guard.resolve;

import dev.sluice.guard.rewrite.TypeFamily;
import dev.sluice.guard.rewrite.VisibleColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a query can refer to.
 *
 * @param name as the query sees it
 * @param owner the relation that it is a column of
 * @param column the base table's column behind it, null without one
 * @param sources the columns that it stands for when a join merged or renamed them
 */
record Field(String name, Relation owner, @Nullable VisibleColumn column, List<Field> sources) {
    /** Names that are equal do not make fields equal. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** The base table's name of the column behind it, the empty string without one. */
    String base() {
        return column == null ? "" : column.name();
    }

    /** May stand wherever a value may stand. */
    boolean selectable() {
        return column == null || column.selectable();
    }

    /** Of its values, null when that is not known. */
    @Nullable TypeFamily family() {
        if (column != null) {
            return column.family();
        }
        return sources.isEmpty() ? null : sources.getFirst().family();
    }

    /** It is an expression that can fail. */
    boolean canFail() {
        return origins().stream().anyMatch(origin -> origin.owner().isLeaky(origin));
    }

    /** Notes that the query needs this column, and the ones behind it. */
    void use() {
        owner.used().add(this);
        for (Field source : sources) {
            source.owner().used().add(source);
        }
    }

    /** The columns that a join of this one stands for. */
    List<Field> origins() {
        return sources.isEmpty() ? List.of(this) : sources;
    }
}
