package dev.sluice.guard.dialect;

import java.util.List;

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
        Shape shape) {
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
     * Argument {@code argument}, counted from 1, is at most {@code max}: all nines, so that a type
     * of so many digits can hold it.
     */
    public record Bound(int argument, long max) {
        public Bound {
            if (!Long.toString(max).matches("9{1,8}")) {
                throw new IllegalArgumentException("a bound is all nines: " + max);
            }
        }
    }

    public boolean lambda() {
        return shape == Shape.LAMBDA;
    }

    public boolean takes(int arguments) {
        return arguments >= minArguments && arguments <= maxArguments;
    }
}
