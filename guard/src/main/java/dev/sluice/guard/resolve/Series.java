package dev.sluice.guard.resolve;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bounds series of numbers. One whose ends and step are written out is measured; one with an end
 * that is computed is held when the query runs: it fails rather than being cut.
 *
 * <p>Known limit: what is no series of numbers for sure (dates, or columns at both ends) is left to
 * the database's limits on time and temporary files, as are values that grow in other ways ({@code
 * replace}, {@code string_agg}, repetitions of repetitions).
 */
final class Series {
    /** How often {@link #held} repeats the end and the start. */
    static final int STOP_REPEATED = 2;

    static final int START_REPEATED = 2;
    private static final int DIGITS_MAX = 40;
    private static final Set<String> NUMBERS =
            Set.of("int2", "int4", "int8", "numeric", "smallint", "integer", "bigint", "decimal");

    private Series() {}

    /** Whether a series that is written out has more rows than this. */
    static boolean exceeds(List<Expression> arguments, long rows) {
        BigDecimal start = number(arguments.get(0));
        BigDecimal stop = number(arguments.get(1));
        BigDecimal step = arguments.size() > 2 ? number(arguments.get(2)) : BigDecimal.ONE;
        if (start == null || stop == null || step == null || step.signum() == 0) {
            return false;
        }
        return stop.subtract(start).abs().compareTo(step.abs().multiply(rows(rows))) > 0;
    }

    /** Whether the step is computed from numbers alone, for which there is no good reason. */
    static boolean hidesStep(List<Expression> arguments) {
        return steps(arguments) && number(arguments.get(2)) == null;
    }

    /**
     * The end of a series as it is emitted: checked against the start when the series is one of
     * numbers for sure and not written out.
     */
    static Expression held(List<Expression> arguments, long rows, Position at) {
        Expression start = arguments.get(0);
        Expression stop = arguments.get(1);
        boolean written = number(start) != null && number(stop) != null;
        if (written || !(isNumber(start) || isNumber(stop) || steps(arguments))) {
            return stop;
        }
        BigDecimal step = arguments.size() > 2 ? number(arguments.get(2)) : BigDecimal.ONE;
        BigDecimal most = rows(rows).multiply(step == null ? BigDecimal.ONE : step.abs());
        Expression distance = operation(stop, "-", start, at);
        Expression near =
                new Expression.Between(
                        distance, literal(most.negate(), at), literal(most, at), false, false);
        return new Expression.Case(
                null,
                List.of(new Expression.When(near, stop)),
                operation(distance, "/", literal(BigDecimal.ZERO, at), at));
    }

    /**
     * How many digits the distance between the ends may have when the query runs; 0 when they are
     * written out, or are not numbers for sure.
     */
    static int distanceDigits(List<Expression> arguments, long rows) {
        Expression start = arguments.get(0);
        Expression stop = arguments.get(1);
        boolean written = number(start) != null && number(stop) != null;
        if (written || !(isNumber(start) || isNumber(stop) || steps(arguments))) {
            return 0;
        }
        BigDecimal step = arguments.size() > 2 ? number(arguments.get(2)) : BigDecimal.ONE;
        BigDecimal most = rows(rows).multiply(step == null ? BigDecimal.ONE : step.abs());
        return Math.max(1, most.toBigInteger().toString().length() - 1);
    }

    private static boolean steps(List<Expression> arguments) {
        return arguments.size() > 2 && isNumber(arguments.get(2));
    }

    private static BigDecimal rows(long rows) {
        return BigDecimal.valueOf(rows);
    }

    private static Expression operation(
            Expression left, String operator, Expression right, Position at) {
        return new Expression.Operation(left, List.of(new Expression.Step(operator, right, at)));
    }

    private static Expression literal(BigDecimal value, Position at) {
        Expression digits = new Expression.NumberLiteral(value.abs().toPlainString());
        return value.signum() < 0 ? new Expression.Prefix("-", digits, at) : digits;
    }

    /** Certainly a number: computed from numbers alone, or made one. */
    private static boolean isNumber(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral literal -> true;
            case Expression.Prefix prefix -> isNumber(prefix.operand());
            case Expression.Cast cast -> NUMBERS.contains(cast.type().name());
            case Expression.Operation(var first, var rest) ->
                    isNumber(first) && rest.stream().allMatch(step -> isNumber(step.operand()));
            default -> false;
        };
    }

    /** A number that is written out in full, possibly with a sign; null for anything else. */
    private static @Nullable BigDecimal number(Expression value) {
        if (value instanceof Expression.Prefix prefix && prefix.operator().equals("-")) {
            BigDecimal positive = number(prefix.operand());
            return positive == null ? null : positive.negate();
        }
        if (value instanceof Expression.Cast cast && NUMBERS.contains(cast.type().name())) {
            return number(cast.operand());
        }
        boolean plain =
                value instanceof Expression.NumberLiteral(String digits)
                        && digits.length() <= DIGITS_MAX
                        && digits.matches("\\d+(\\.\\d*)?|\\.\\d+");
        return plain && value instanceof Expression.NumberLiteral(String digits)
                ? new BigDecimal(digits)
                : null;
    }
}
