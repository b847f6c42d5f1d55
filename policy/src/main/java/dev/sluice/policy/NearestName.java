package dev.sluice.policy;

import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt one was probably meant to be. */
final class NearestName {
    /** Longer names are not compared: the cost grows with the product of the lengths. */
    private static final int NAME_CHARACTERS_MAX = 80;

    private NearestName() {}

    /** The known name with the fewest edits, if these are at most a third of its length. */
    static Optional<String> to(String name, Iterable<String> knownNames) {
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

    /** Levenshtein distance: insertions, deletions and replacements. */
    private static int edits(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int replaced =
                        previous[column - 1]
                                + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] =
                        Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
