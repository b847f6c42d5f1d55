package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.rewrite.TypeFamily;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells which expressions give a value whatever they are applied to: no error, and no time that
 * depends on a value. The list is short on purpose; what is not on it may tell what it was
 * evaluated on.
 */
final class Totality {
    private static final Set<String> COMPARISONS =
            Set.of("=", "<>", "!=", "<", "<=", ">", ">=", "<=>");

    /** Calendar fields that every date has. */
    private static final Set<String> FIELDS =
            Set.of("year", "quarter", "month", "week", "day", "dow", "doy", "isodow", "isoyear");

    private static final int DAYS_DIGITS_MAX = 5;

    /** Functions of every database that yield numbers. */
    private static final Set<String> NUMBERS =
            Set.of(
                    "count",
                    "sum",
                    "avg",
                    "length",
                    "year",
                    "quarter",
                    "month",
                    "week",
                    "day",
                    "row_number",
                    "rank",
                    "dense_rank",
                    "ntile");

    /** Wildcards beyond this many make a pattern slow on chosen texts. */
    private static final int WILDCARDS_MAX = 3;

    /** Of a literal, so that 28 digits of a column and these are no more than 38. */
    private static final int SHORT_DIGITS = 10;

    private static final int INTEGER_DIGITS = 18;

    private final Columns columns;
    private final Dialect dialect;

    Totality(Columns columns, Dialect dialect) {
        this.columns = columns;
        this.dialect = dialect;
    }

    /**
     * Whether this expression itself, its operands aside, always gives a value.
     *
     * @param expression resolved
     */
    boolean holds(Expression expression, Scope scope) {
        return switch (expression) {
            case Expression.ColumnRef _,
                    Expression.Star _,
                    Expression.TextLiteral _,
                    Expression.NumberLiteral _,
                    Expression.BitLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.NullLiteral _,
                    Expression.Claim _,
                    Expression.Clock _,
                    Expression.Logical _,
                    Expression.Not _,
                    Expression.Exists _,
                    Expression.InQuery _,
                    Expression.ArrayLiteral _,
                    Expression.Row _ ->
                    true;
            case Expression.IsTest _ -> true;
            case Expression.Case(var value, var whens, _) ->
                    value == null
                            || whens.stream()
                                    .allMatch(when -> compare(value, when.condition(), scope));
            case Expression.Operation operation -> operation(operation, scope);
            case Expression.Prefix(var operator, var operand, _) ->
                    operator.equals("-") && operand instanceof Expression.NumberLiteral;
            case Expression.IsDistinct(var left, var right, _) -> compare(left, right, scope);
            case Expression.Between(var value, var low, var high, _, _) ->
                    compare(value, low, scope) && compare(value, high, scope);
            case Expression.InList(var value, var values, _) ->
                    values.stream().allMatch(one -> compare(value, one, scope));
            case Expression.QuantifiedQuery quantified ->
                    COMPARISONS.contains(quantified.operator());
            case Expression.QuantifiedArray(var value, var operator, _, var array, _) ->
                    COMPARISONS.contains(operator)
                            && array instanceof Expression.ArrayLiteral(var elements)
                            && elements.stream().allMatch(one -> compare(value, one, scope));
            case Expression.Like like -> like(like);
            case Expression.Cast(var operand, _) -> isLiteral(operand);
            case Expression.Call call -> call(call);
            case Expression.Form form -> form(form, scope);
            // What is not known to be total may fail, a new kind of expression too.
            default -> false;
        };
    }

    /** A value written out, with its type or without. */
    static boolean isConstant(Expression expression) {
        return isLiteral(expression)
                || (expression instanceof Expression.Cast(var operand, _) && isLiteral(operand));
    }

    private static boolean isLiteral(Expression expression) {
        return switch (expression) {
            case Expression.TextLiteral _,
                    Expression.NumberLiteral _,
                    Expression.BitLiteral _,
                    Expression.BooleanLiteral _,
                    Expression.NullLiteral _ ->
                    true;
            case Expression.Prefix(var operator, var operand, _) ->
                    operator.equals("-") && operand instanceof Expression.NumberLiteral;
            default -> false;
        };
    }

    private boolean operation(Expression.Operation operation, Scope scope) {
        List<Expression.Step> rest = operation.rest();
        if (rest.size() == 1 && COMPARISONS.contains(rest.getFirst().operator())) {
            return compare(operation.first(), rest.getFirst().operand(), scope);
        }
        return isDate(operation);
    }

    /** The clock or a date, moved by short intervals. */
    private boolean isDate(Expression.Operation operation) {
        return (operation.first() instanceof Expression.Clock
                        || family(operation.first()) == TypeFamily.DATE
                        || family(operation.first()) == TypeFamily.TIMESTAMP)
                && operation.rest().size() <= WILDCARDS_MAX
                && operation.rest().stream()
                        .allMatch(step ->
                                (step.operator().equals("+") || step.operator().equals("-"))
                                        && isShortInterval(step.operand()));
    }

    /** Few queries hold an interval, so that its pattern waits for the first one. */
    private static final class Interval {
        private static final Pattern SHORT =
                Pattern.compile(
                        "\\s*\\d{1,4}\\s*(year|month|week|day|hour|minute|second)s?\\s*",
                        Pattern.CASE_INSENSITIVE);

        private Interval() {}

        static boolean isShort(String text) {
            return SHORT.matcher(text).matches();
        }
    }

    private static boolean isShortNumber(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return false;
            }
        }
        return !digits.isEmpty() && digits.length() <= DAYS_DIGITS_MAX;
    }

    private static boolean isShortInterval(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral(String digits) -> isShortNumber(digits);
            case Expression.Cast(Expression.TextLiteral(String text), var type) ->
                    type.name().equals("interval") && Interval.isShort(text);
            default -> false;
        };
    }

    private boolean compare(Expression left, Expression right, Scope scope) {
        boolean leftLiteral = isLiteral(left);
        boolean rightLiteral = isLiteral(right);
        if (leftLiteral && rightLiteral) {
            return true;
        }
        TypeFamily one = leftLiteral ? null : family(left, scope);
        TypeFamily other = rightLiteral ? null : family(right, scope);
        if (one == TypeFamily.OTHER || other == TypeFamily.OTHER) {
            return false;
        }
        if (dialect.has(Trait.BOUNDED_DECIMALS)
                && !(leftLiteral
                        ? isShort(left, other)
                        : rightLiteral ? isShort(right, one) : oneTypeHolds(one, other))) {
            return false;
        }
        if (dialect.has(Trait.TEXTS_READ_AS_NUMBERS)) {
            return leftLiteral
                    ? isText(left) || isNoText(other)
                    : rightLiteral
                            ? isText(right) || isNoText(one)
                            : one != null && other != null && one.comparesWith(other);
        }
        // A literal takes the type of what it is compared with, before anything is evaluated.
        return one == null || other == null || one.comparesWith(other);
    }

    /** A type of 38 digits holds this number and every value of the column, exactly. */
    private static boolean isShort(Expression literal, @Nullable TypeFamily family) {
        Expression number = literal instanceof Expression.Prefix sign ? sign.operand() : literal;
        if (!(number instanceof Expression.NumberLiteral(String digits))
                || digits.indexOf('e') >= 0
                || digits.indexOf('E') >= 0) {
            return true;
        }
        if (digits.indexOf('.') < 0) {
            return digits.length() <= SHORT_DIGITS
                    || (family == TypeFamily.INTEGER && digits.length() <= INTEGER_DIGITS);
        }
        return family != null && digits.length() <= SHORT_DIGITS;
    }

    private static boolean oneTypeHolds(@Nullable TypeFamily one, @Nullable TypeFamily other) {
        return one != null
                && other != null
                && one != TypeFamily.NUMERIC
                && other != TypeFamily.NUMERIC;
    }

    private static boolean isText(Expression literal) {
        return literal instanceof Expression.TextLiteral
                || literal instanceof Expression.NullLiteral;
    }

    private static boolean isNoText(@Nullable TypeFamily family) {
        return family != null && family != TypeFamily.TEXT;
    }

    /** Null for what is not known; a query's columns are, as a rule, compared with their like. */
    private @Nullable TypeFamily family(Expression expression, Scope scope) {
        if (expression instanceof Expression.ColumnRef ref) {
            Field field = columns.peek(ref, scope);
            return field == null ? null : field.family();
        }
        if (dialect.has(Trait.TEXTS_READ_AS_NUMBERS)
                && expression instanceof Expression.Call call
                && NUMBERS.contains(call.name())) {
            return TypeFamily.NUMERIC;
        }
        return family(expression);
    }

    private static @Nullable TypeFamily family(Expression expression) {
        return switch (expression) {
            case Expression.Cast(_, var type) ->
                    type.interval() != null || type.dimensions() > 0
                            ? TypeFamily.OTHER
                            : TypeFamily.of(type.name());
            case Expression.Clock _ -> TypeFamily.TIMESTAMP;
            case Expression.Operation(Expression first, _) ->
                    first instanceof Expression.Clock || first instanceof Expression.Cast
                            ? family(first)
                            : null;
            case Expression.Row _, Expression.ArrayLiteral _, Expression.Star _ -> TypeFamily.OTHER;
            default -> null;
        };
    }

    private static boolean like(Expression.Like like) {
        return like.kind() != Expression.LikeKind.SIMILAR
                && like.escape() == null
                && like.pattern() instanceof Expression.TextLiteral(String pattern)
                && pattern.indexOf('\\') < 0
                && pattern.chars().filter(c -> c == '%').count() <= WILDCARDS_MAX;
    }

    private boolean call(Expression.Call call) {
        FunctionRule rule = dialect.function(call.name());
        if (rule == null) {
            return false;
        }
        if (call.over() != null || rule.aggregate() || !call.withinGroup().isEmpty()) {
            return true;
        }
        // Further arguments name encodings, zones and flags, which may not exist.
        return call.arguments().size() == rule.minArguments()
                && rule.isTotal(
                        call.arguments().isEmpty()
                                        || !(call.arguments().getFirst().value()
                                                instanceof Expression.TextLiteral(String first))
                                ? null
                                : first);
    }

    private boolean form(Expression.Form form, Scope scope) {
        List<Expression> arguments = form.arguments();
        return switch (form.kind()) {
            case COALESCE, GREATEST, LEAST -> alike(arguments, scope);
            case NULLIF -> compare(arguments.getFirst(), arguments.getLast(), scope);
            case GROUPING, TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING -> true;
            case EXTRACT -> extracts(arguments, scope);
            default -> form.kind() == FormKind.POSITION;
        };
    }

    private boolean alike(List<Expression> arguments, Scope scope) {
        Expression first = arguments.getFirst();
        return arguments.stream().allMatch(other -> compare(first, other, scope));
    }

    private boolean extracts(List<Expression> arguments, Scope scope) {
        TypeFamily family = family(arguments.getLast(), scope);
        return arguments.getFirst() instanceof Expression.TextLiteral(String field)
                && FIELDS.contains(field.toLowerCase(Locale.ROOT))
                && (family == TypeFamily.DATE || family == TypeFamily.TIMESTAMP);
    }
}
