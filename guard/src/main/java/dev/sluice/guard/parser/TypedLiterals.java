package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code TIMESTAMP '…'}, {@code DECIMAL '1.50'}, {@code INTERVAL '2' DAY}: types before texts. */
final class TypedLiterals {
    private static final Set<String> UNITS =
            Set.of("year", "month", "day", "hour", "minute", "second");

    private final Cursor cursor;

    TypedLiterals(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The literal here, null when the word is a name. */
    @Nullable Expression parse() {
        if (cursor.isWord("interval")) {
            return interval();
        }
        if (cursor.isWord("double") && cursor.isWordAhead(1, "precision")) {
            return cursor.kindAhead(2) == TokenKind.TEXT ? typed("double", 2) : null;
        }
        return cursor.kindAhead(1) == TokenKind.TEXT ? typed(cursor.value(), 1) : null;
    }

    private Expression typed(String name, int words) {
        Position at = cursor.position();
        for (int i = 0; i < words; i++) {
            cursor.next();
        }
        return new Expression.TypedLiteral(
                new TypeName(List.of(name), List.of(), null, 0, at), cursor.next());
    }

    private @Nullable Expression interval() {
        boolean signed = cursor.kindAhead(1) == TokenKind.OPERATOR;
        if (cursor.kindAhead(signed ? 2 : 1) != TokenKind.TEXT) {
            return null;
        }
        if (!signed && !isUnit(cursor.kindAhead(2), cursor.valueAhead(2))) {
            return typed("interval", 1);
        }
        Position at = cursor.position();
        cursor.next();
        String sign = signed ? cursor.next() : "+";
        if (!sign.equals("+") && !sign.equals("-")) {
            throw cursor.unexpected();
        }
        String value = cursor.next();
        String fields = unit();
        if (cursor.accept("to")) {
            fields += " to " + unit();
        }
        Expression literal =
                new Expression.TypedLiteral(
                        new TypeName(List.of("interval"), List.of(), fields, 0, at), value);
        return sign.equals("-") ? new Expression.Prefix("-", literal, at) : literal;
    }

    private static boolean isUnit(TokenKind kind, String value) {
        return kind == TokenKind.WORD && UNITS.contains(value);
    }

    private String unit() {
        if (!isUnit(cursor.kind(), cursor.value())) {
            throw cursor.unexpected();
        }
        return cursor.next();
    }
}
