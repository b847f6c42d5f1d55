package dev.sluice.policy;

import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one was probably meant to be. */
public final class NearestName {
    /** Longer names are not compared: the cost grows with the product of the lengths. */
    private static final int NAME_CHARACTERS_MAX = 80;

    private NearestName() {}

    /**
     * The known name with the fewest edits, the first of several; none when they are more than a
     * third of its length.
     */
    public static Optional<String> to(String name, Iterable<String> knownNames) {
        if (name.length() > NAME_CHARACTERS_MAX) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String known : knownNames) {
            int tolerated = Math.max(1, known.length() / 3);
            if (Math.abs(known.length() - name.length()) > tolerated) {
                continue;
            }
            int edits = edits(wanted, known.toLowerCase(Locale.ROOT));
            if (edits <= tolerated && edits < fewest) {
                fewest = edits;
                nearest = known;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int edits(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                edits[row][column] =
                        row == 0 || column == 0
                                ? row + column
                                : cheapest(edits, left, row, right, column);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int cheapest(int[][] edits, String left, int row, String right, int column) {
        char last = left.charAt(row - 1);
        int replaced = edits[row - 1][column - 1] + (last == right.charAt(column - 1) ? 0 : 1);
        int cheapest =
                Math.min(replaced, 1 + Math.min(edits[row - 1][column], edits[row][column - 1]));
        boolean swapped =
                row > 1
                        && column > 1
                        && last == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1);
        return swapped ? Math.min(cheapest, 1 + edits[row - 2][column - 2]) : cheapest;
    }
}
