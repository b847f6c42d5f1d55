package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;

/** Operator precedence, weakest first (PostgreSQL manual, "Operator Precedence"). */
final class Level {
    static final int NONE = 0;
    static final int OR = 1;
    static final int AND = 2;
    static final int NOT = 3;
    static final int IS = 4;
    static final int COMPARISON = 5;
    static final int RANGE = 6;
    static final int OTHER = 7;
    static final int SUM = 8;
    static final int PRODUCT = 9;
    static final int POWER = 10;
    static final int ZONE = 11;
    static final int COLLATE = 12;
    static final int SIGN = 13;
    static final int CAST = 14;

    private Level() {}

    /** The level of the binary operator at the cursor, {@link #NONE} when there is none. */
    static int at(Cursor cursor) {
        TokenKind kind = cursor.kind();
        if (kind == TokenKind.OPERATOR) {
            return of(cursor.value());
        }
        if (kind != TokenKind.WORD) {
            return cursor.isPunctuation("::") ? CAST : NONE;
        }
        int level = ofWord(cursor);
        return level != NONE && isLabel(cursor) ? NONE : level;
    }

    /** An operator with nothing behind it that it could apply to is the name of a column. */
    private static boolean isLabel(Cursor cursor) {
        return switch (cursor.kindAhead(1)) {
            case END -> !isPostfix(cursor.value());
            case PUNCTUATION ->
                    !isPostfix(cursor.value())
                            && (cursor.isPunctuationAhead(1, ",")
                                    || cursor.isPunctuationAhead(1, ")"));
            case WORD -> cursor.isWordAhead(1, "from") && !isPostfix(cursor.value());
            default -> false;
        };
    }

    private static boolean isPostfix(String word) {
        return word.equals("isnull") || word.equals("notnull");
    }

    private static int ofWord(Cursor cursor) {
        return switch (cursor.value()) {
            case "or" -> OR;
            case "and" -> AND;
            case "is", "isnull", "notnull" -> IS;
            case "between", "in", "like", "ilike", "overlaps" -> RANGE;
            case "similar" -> cursor.isWordAhead(1, "to") ? RANGE : NONE;
            case "not" -> negatable(cursor) ? RANGE : NONE;
            case "operator" -> cursor.atNamedOperator() ? OTHER : NONE;
            case "at" -> zone(cursor) ? ZONE : NONE;
            case "collate" -> COLLATE;
            default -> NONE;
        };
    }

    private static boolean zone(Cursor cursor) {
        return cursor.isWordAhead(1, "time")
                || (cursor.isWordAhead(1, "local") && cursor.has(Trait.LOCAL_ZONE));
    }

    private static boolean negatable(Cursor cursor) {
        return switch (cursor.valueAhead(1)) {
            case "between", "in", "like", "ilike", "similar" ->
                    cursor.kindAhead(1) == TokenKind.WORD;
            default -> false;
        };
    }

    static int of(String operator) {
        return switch (operator) {
            case "=", "<>", "<", ">", "<=", ">=" -> COMPARISON;
            case "+", "-" -> SUM;
            case "*", "/", "%" -> PRODUCT;
            case "^" -> POWER;
            default -> OTHER;
        };
    }
}
