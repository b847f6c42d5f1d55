package dev.sluice.guard.resolve;

import dev.sluice.guard.rewrite.TypeFamily;
import dev.sluice.guard.tree.Expression;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells values written out that fit into every type that a database may bring them to on its own: a
 * number of 400 digits is no floating point number, and a date of the year 500,000 no timestamp.
 * One that is not ordinary gives an error only where its branch of a CASE, or its row of a list, is
 * looked at. What a column is compared with needs no such look: it is brought to the column's type
 * before any row is.
 */
final class OrdinaryValues {
    private static final int NUMBER_LENGTH_MAX = 30;

    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?[0-9.]{0,30}([eE][+-]?[0-9])?\\s*");

    /** Anything that is a number, however large. */
    private static final Pattern ANY_NUMBER =
            Pattern.compile("\\s*[+-]?[0-9._]+([eE][+-]?[0-9_]+)?\\s*");

    /** A date with or without a time, of a year of four digits. */
    private static final Pattern MOMENT =
            Pattern.compile(
                    "\\s*(\\d{4}-\\d{1,2}-\\d{1,2}|(19|20)\\d{6})"
                            + "([ T]\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?)?\\D{0,20}"
                            + "([+-]\\d{1,2}(:?\\d{2})?)?\\s*");

    /** So many digits do not make a year that any type could not hold. */
    private static final Pattern MANY_DIGITS = Pattern.compile("\\d{6}");

    private OrdinaryValues() {}

    /** Whatever is not written out, and every ordinary value. */
    static boolean isOrdinary(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral(String digits) -> isNumber(digits);
            case Expression.TextLiteral(String text) -> isOrdinary(text);
            case Expression.Prefix(_, var operand, _) -> isOrdinary(operand);
            case Expression.Cast(var operand, var type) ->
                    isOrdinary(operand, TypeFamily.of(type.name()));
            default -> true;
        };
    }

    static boolean areOrdinary(List<Expression> expressions) {
        return expressions.stream().allMatch(OrdinaryValues::isOrdinary);
    }

    /** Whether the value is ordinary once it is of this family. */
    private static boolean isOrdinary(Expression literal, TypeFamily family) {
        if (!(literal instanceof Expression.TextLiteral(String text))) {
            return isOrdinary(literal);
        }
        return switch (family) {
            case INTEGER, NUMERIC, FLOAT -> isNumber(text);
            case DATE, TIMESTAMP -> isMoment(text);
            case TEXT, BOOLEAN, UUID, OTHER -> true;
        };
    }

    private static boolean isOrdinary(String text) {
        return ANY_NUMBER.matcher(text).matches() ? isNumber(text) : isMoment(text);
    }

    private static boolean isNumber(String digits) {
        return digits.length() <= NUMBER_LENGTH_MAX && NUMBER.matcher(digits).matches();
    }

    private static boolean isMoment(String text) {
        return !MANY_DIGITS.matcher(text).find() || MOMENT.matcher(text).matches();
    }
}
