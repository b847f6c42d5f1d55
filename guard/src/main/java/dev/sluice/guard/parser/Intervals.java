package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code INTERVAL 3 DAY}: calls of the functions that make intervals of one unit. */
final class Intervals {
    private static final String WHOLE = "integer";
    private static final String LONG = "bigint";
    private static final String FRACTION = "double";

    /** What a unit's function takes; all others take the same as days. */
    private static final Map<String, String> ARGUMENTS =
            Map.of(
                    "hour", LONG,
                    "minute", LONG,
                    "second", FRACTION,
                    "millisecond", FRACTION,
                    "microsecond", LONG);

    private static final Map<String, String> FUNCTIONS =
            Map.ofEntries(
                    Map.entry("year", "to_years"),
                    Map.entry("quarter", "to_quarters"),
                    Map.entry("month", "to_months"),
                    Map.entry("week", "to_weeks"),
                    Map.entry("day", "to_days"),
                    Map.entry("hour", "to_hours"),
                    Map.entry("minute", "to_minutes"),
                    Map.entry("second", "to_seconds"),
                    Map.entry("millisecond", "to_milliseconds"),
                    Map.entry("microsecond", "to_microseconds"),
                    Map.entry("decade", "to_decades"),
                    Map.entry("century", "to_centuries"),
                    Map.entry("millennium", "to_millennia"));

    private static final Map<String, String> PLURALS =
            Map.of("centuries", "century", "millennia", "millennium");

    private final Cursor cursor;
    private final Expressions expressions;

    Intervals(Cursor cursor, Expressions expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** The interval here, null when the word is a column's or function's name. */
    @Nullable Expression parse() {
        boolean possible =
                cursor.kindAhead(1) == TokenKind.NUMBER
                        || cursor.kindAhead(1) == TokenKind.TEXT
                        || cursor.isPunctuationAhead(1, "(");
        if (!possible) {
            return null;
        }
        Position at = cursor.position();
        cursor.next();
        Expression amount = expressions.operands().amount();
        String unit = cursor.kind() == TokenKind.WORD ? unit(cursor.value()) : null;
        if (unit == null) {
            if (!(amount instanceof Expression.TextLiteral)) {
                throw cursor.unexpected();
            }
            return new Expression.Cast(
                    amount, new TypeName(List.of("interval"), List.of(), null, 0, at));
        }
        cursor.next();
        String argument = ARGUMENTS.getOrDefault(unit, WHOLE);
        Expression value = isWhole(amount) ? amount : converted(amount, argument, at);
        return Collections.call(FUNCTIONS.getOrDefault(unit, unit), List.of(value), at);
    }

    private static @Nullable String unit(String word) {
        String singular = PLURALS.getOrDefault(word, word);
        if (singular.endsWith("s")) {
            singular = singular.substring(0, singular.length() - 1);
        }
        return FUNCTIONS.containsKey(singular) ? singular : null;
    }

    private static boolean isWhole(Expression amount) {
        return amount instanceof Expression.NumberLiteral(String digits)
                && digits.length() <= 9
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** As the engine does it: fractions are cut off. */
    private static Expression converted(Expression amount, String argument, Position at) {
        Expression number = new Expression.Cast(amount, type(FRACTION, at));
        return argument.equals(FRACTION)
                ? number
                : new Expression.Cast(
                        Collections.call("trunc", List.of(number), at), type(argument, at));
    }

    private static TypeName type(String name, Position at) {
        return new TypeName(List.of(name), List.of(), null, 0, at);
    }
}
