package dev.sluice.guard.tree;

/**
 * Where a node starts in the text it was read from, in UTF-16 units from 0. All positions are equal
 * to each other, so that trees compare by what they say and not by where they were read.
 */
public record Position(int offset) {
    public static final Position NONE = new Position(0);

    @Override
    public boolean equals(Object other) {
        return other instanceof Position;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
