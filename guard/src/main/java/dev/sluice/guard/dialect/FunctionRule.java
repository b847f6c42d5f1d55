package dev.sluice.guard.dialect;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a function list.
 *
 * @param minArguments at least so many
 * @param maxArguments at most so many
 * @param aggregate collects rows, so its arguments need no grouping
 * @param asTable may stand in {@code FROM}
 * @param columns of its rows when it returns several or names its only one; empty otherwise
 * @param record returns records whose columns the query must declare
 * @param bounds on arguments that decide how large a value gets
 * @param seriesMax rows of a series of numbers; 0 for other functions
 * @param widthsMax what the widths of a template, which has to be a literal, add up to at most; 0
 *     for functions without one
 * @param shape what is particular about its arguments
 * @param total whether it gives a value for all arguments
 */
public record FunctionRule(
        String name,
        int minArguments,
        int maxArguments,
        boolean aggregate,
        boolean asTable,
        List<String> columns,
        boolean record,
        List<Bound> bounds,
        long seriesMax,
        int widthsMax,
        Shape shape,
        Total total) {
    /** What is particular about a function's arguments. */
    public enum Shape {
        /** Nothing. */
        PLAIN,
        /** Some are functions without a name. */
        LAMBDA,
        /** It is a form of the grammar, which no schema stands before. */
        GRAMMAR,
        /** The second is a literal that names one of the aggregates. */
        NAMES_AGGREGATE,
        /** The first is a literal, and the numbers in it add up to no more than the bound. */
        NUMBERS_IN_TEMPLATE
    }

    public FunctionRule {
        columns = List.copyOf(columns);
        bounds = List.copyOf(bounds);
    }

    /**
     * Whether a function gives a value for all arguments, without an error and in a time that
     * depends on their length alone.
     *
     * @param first the texts that its first argument must be one of, empty for any
     */
    public record Total(boolean holds, List<String> first) {
        public static final Total NO = new Total(false, List.of());

        public Total {
            first = List.copyOf(first);
        }
    }

    /**
     * It gives a value whatever else it is applied to.
     *
     * @param first the first argument where that is a text written out, null where it is not
     */
    public boolean isTotal(@Nullable String first) {
        return total.holds()
                && (total.first().isEmpty()
                        || (first != null
                                && total.first().contains(first.toLowerCase(Locale.ROOT))));
    }

    /**
     * Argument {@code argument}, counted from 1, is at most {@code max}: all nines, so that a type
     * of so many digits can hold it.
     */
    public record Bound(int argument, long max) {
        private static final long MAX = 99_999_999;

        public Bound {
            if (!isAllNines(max)) {
                throw new IllegalArgumentException("a bound is all nines: " + max);
            }
        }

        private static boolean isAllNines(long max) {
            long rest = max;
            while (rest % 10 == 9) {
                rest /= 10;
            }
            return rest == 0 && max > 0 && max <= MAX;
        }
    }

    public boolean lambda() {
        return shape == Shape.LAMBDA;
    }

    public boolean takes(int arguments) {
        return arguments >= minArguments && arguments <= maxArguments;
    }
}
