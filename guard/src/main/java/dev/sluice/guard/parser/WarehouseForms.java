package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Amazon Redshift adds to expressions (Database Developer Guide, "SQL functions reference").
 */
final class WarehouseForms {
    /** Functions whose first argument is a date's part, as a word or as text. */
    private static final Set<String> OF_DATE_PARTS =
            Set.of("dateadd", "date_add", "datediff", "date_diff", "date_part", "datepart");

    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Calls calls;

    WarehouseForms(Cursor cursor, Types types, Expressions expressions, Calls calls) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.calls = calls;
    }

    /** The form that starts with this word, null when it starts none. */
    @Nullable Expression form(String word, Position at) {
        if (!cursor.has(Trait.WAREHOUSE_FORMS)) {
            return null;
        }
        boolean bracket = cursor.isPunctuationAhead(1, "(");
        return switch (word) {
            case "sysdate" -> bracket ? null : new Expression.Clock(cursor.next(), -1, at);
            case "approximate" -> cursor.isPunctuationAhead(2, "(") ? approximate(at) : null;
            case "convert" -> bracket ? converted() : null;
            case "array" -> bracket && !atQueryAhead() ? calls.call(name(), at) : null;
            default -> bracket && OF_DATE_PARTS.contains(word) ? ofDatePart(at) : null;
        };
    }

    private List<String> name() {
        return List.of(cursor.next());
    }

    private boolean atQueryAhead() {
        return cursor.isWordAhead(2, "select")
                || cursor.isWordAhead(2, "with")
                || cursor.isPunctuationAhead(2, "(");
    }

    /** An exact answer is as good as an approximate one. */
    private Expression approximate(Position at) {
        cursor.next();
        return calls.call(name(), at);
    }

    /** {@code CONVERT(type, value)} is a cast. */
    private Expression converted() {
        cursor.next();
        cursor.expectMark("(");
        TypeName type = types.parse();
        cursor.expectMark(",");
        Expression value = expressions.parse();
        cursor.expectMark(")");
        return new Expression.Cast(value, type);
    }

    /** {@code DATEADD(day, 1, x)}: the part becomes text, as which it is read as well. */
    private @Nullable Expression ofDatePart(Position at) {
        if (cursor.kindAhead(2) != TokenKind.WORD || !cursor.isPunctuationAhead(3, ",")) {
            return null;
        }
        String name = cursor.next();
        cursor.expectMark("(");
        List<Expression.Argument> arguments = new ArrayList<>();
        arguments.add(Calls.argument(new Expression.TextLiteral(cursor.next())));
        while (cursor.acceptMark(",")) {
            arguments.add(Calls.argument(expressions.parse()));
        }
        cursor.expectMark(")");
        return Calls.call(name, List.copyOf(arguments), at);
    }

    /** Refuses {@code column (+)}, an outer join in the manner of Oracle. */
    void refuseOuterMark() {
        boolean mark =
                cursor.has(Trait.WAREHOUSE_FORMS)
                        && cursor.kindAhead(1) == TokenKind.OPERATOR
                        && cursor.valueAhead(1).equals("+")
                        && cursor.isPunctuationAhead(2, ")");
        if (mark) {
            throw new Refusal(
                    ReasonCode.OPERATOR_NOT_ALLOW_LISTED,
                    "Operator '(+)' is not allow-listed; write LEFT JOIN.",
                    "(+)",
                    cursor.start());
        }
    }

    /** Refuses {@code UNPIVOT value AS x AT y} and names of temporary tables, where a table is. */
    void refuseTable() {
        if (!cursor.has(Trait.WAREHOUSE_FORMS)) {
            return;
        }
        boolean unpivot = cursor.isWord("unpivot") && cursor.kindAhead(1) == TokenKind.WORD;
        if (unpivot && !cursor.isWordAhead(1, "as")) {
            throw new Refusal(
                    ReasonCode.FUNCTION_NOT_ALLOW_LISTED,
                    "As a table, 'unpivot' is not allow-listed.",
                    cursor.value(),
                    cursor.start());
        }
        if (cursor.isOperator("#")) {
            throw new Refusal(
                    ReasonCode.TABLE_NOT_ALLOW_LISTED,
                    "Table '#%s' is not allow-listed.".formatted(cursor.valueAhead(1)),
                    "#" + cursor.valueAhead(1),
                    cursor.start());
        }
    }
}
