package dev.sluice.guard.resolve;

import java.util.List;

/**
 * A column that a query can refer to.
 *
 * @param name as the query sees it
 * @param owner the relation that it is a column of
 * @param base the base table's column behind it, the empty string without one
 * @param sources the columns that it stands for when a join merged or renamed them
 */
record Field(String name, Relation owner, String base, List<Field> sources) {
    /** Names that are equal do not make fields equal. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
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
