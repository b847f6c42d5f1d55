package dev.sluice.guard.resolve;

import dev.sluice.guard.tree.Expression;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a result column without an alias is called where databases name it after its text. Exact for
 * what queries refer to by such a name: calls and operators over columns and literals.
 */
final class TextNames {
    private static final int LENGTH_MAX = 200;
    private static final String ELLIPSIS = "…";

    private static final Pattern VISIBLE =
            Pattern.compile(
                    "[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} &&[^\\u115F\\u1160\\u3164\\uFFA0\\u2800"
                            + "\\u034F\\uFE00-\\uFE0F]]*");

    private final StringBuilder text = new StringBuilder();

    private TextNames() {}

    static String of(Expression value) {
        if (value instanceof Expression.ColumnRef ref) {
            return ref.name();
        }
        TextNames names = new TextNames();
        names.write(value);
        return names.cut();
    }

    /** At most so long, and no character cut into halves. */
    private String cut() {
        if (text.length() <= LENGTH_MAX) {
            return text.toString();
        }
        boolean half = Character.isHighSurrogate(text.charAt(LENGTH_MAX - 1));
        return text.substring(0, half ? LENGTH_MAX - 1 : LENGTH_MAX);
    }

    private void write(Expression value) {
        if (text.length() > LENGTH_MAX) {
            return;
        }
        switch (value) {
            case Expression.ColumnRef ref -> text.append(String.join(".", ref.path()));
            case Expression.TextLiteral(String literal) -> text(literal);
            case Expression.NumberLiteral(String digits) -> text.append(digits);
            case Expression.BooleanLiteral(boolean literal) -> text.append(literal);
            case Expression.NullLiteral literal -> text.append("NULL");
            case Expression.Star star -> text.append('*');
            case Expression.Operation(Expression first, var rest) -> operation(first, rest);
            case Expression.Prefix(var operator, var operand, var at) -> {
                text.append(operator);
                write(operand);
            }
            case Expression.Call call -> call(call);
            case Expression.Form form -> {
                text.append(form.kind().columnName().toUpperCase(Locale.ROOT));
                list(form.arguments());
            }
            case Expression.Cast(var operand, var type) -> {
                text.append("CAST(");
                write(operand);
                text.append(" AS ").append(type.name().toUpperCase(Locale.ROOT)).append(')');
            }
            default -> text.append(ELLIPSIS);
        }
    }

    /** A name holds no line breaks and nothing else that a person would not see. */
    private void text(String literal) {
        if (VISIBLE.matcher(literal).matches()) {
            text.append('\'').append(literal.replace("'", "''")).append('\'');
        } else {
            text.append(ELLIPSIS);
        }
    }

    private void operation(Expression first, List<Expression.Step> rest) {
        text.repeat("(", rest.size());
        write(first);
        for (Expression.Step step : rest) {
            text.append(' ').append(step.operator()).append(' ');
            write(step.operand());
            text.append(')');
        }
    }

    private void call(Expression.Call call) {
        String name = call.name().toLowerCase(Locale.ROOT);
        text.append(call.star() ? "count_star" : name);
        if (call.star()) {
            text.append("()");
        } else {
            text.append(call.quantity() == Expression.Quantity.DISTINCT ? "(DISTINCT " : "(");
            for (int i = 0; i < call.arguments().size(); i++) {
                text.append(i == 0 ? "" : ", ");
                write(call.arguments().get(i).value());
            }
            text.append(')');
        }
        text.append(call.over() == null ? "" : " OVER (" + ELLIPSIS + ")");
    }

    private void list(List<Expression> values) {
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "(" : ", ");
            write(values.get(i));
        }
        text.append(')');
    }
}
