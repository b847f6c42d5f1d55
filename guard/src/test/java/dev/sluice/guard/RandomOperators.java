package dev.sluice.guard;

import java.util.List;
import java.util.Random;

/**
 * Operators in any order without the brackets that would say what belongs to what.
 *
 * @param between what stands between two operands
 * @param before what stands before one
 * @param behind what stands behind one
 */
record RandomOperators(
        List<String> operands, List<String> between, List<String> before, List<String> behind) {
    private static final int OPERANDS_MAX = 4;

    RandomOperators {
        operands = List.copyOf(operands);
        between = List.copyOf(between);
        before = List.copyOf(before);
        behind = List.copyOf(behind);
    }

    String next(Random random) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(OPERANDS_MAX);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " " + any(between, random) + " ");
            while (random.nextInt(6) == 0) {
                text.append(any(before, random)).append(' ');
            }
            text.append(any(operands, random));
            while (random.nextInt(5) == 0) {
                text.append(' ').append(any(behind, random));
            }
        }
        return text.toString();
    }

    private static String any(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
