package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;

/**
 * Operator precedence, weakest first (PostgreSQL and MySQL manuals, "Operator Precedence"). Each
 * dialect uses some of the levels.
 */
final class Level {
    static final int NONE = 0;
    static final int OR = 1;
    static final int XOR = 2;
    static final int AND = 3;
    static final int NOT = 4;
    static final int IS = 5;
    static final int COMPARISON = 6;
    static final int RANGE = 7;
    static final int OTHER = 8;
    static final int BIT_OR = 9;
    static final int BIT_AND = 10;
    static final int SHIFT = 11;
    static final int SUM = 12;
    static final int PRODUCT = 13;
    static final int POWER = 14;
    static final int ZONE = 15;
    static final int COLLATE = 16;
    static final int SIGN = 17;
    static final int CAST = 18;

    private Level() {}

    /** The level of the binary operator at the cursor, {@link #NONE} when there is none. */
    static int at(Cursor cursor) {
        TokenKind kind = cursor.kind();
        if (kind == TokenKind.OPERATOR) {
            return of(cursor, cursor.value());
        }
        if (kind != TokenKind.WORD) {
            boolean cast = cursor.isPunctuation("::") && !cursor.has(Trait.LOGICAL_SYMBOLS);
            return cast ? CAST : NONE;
        }
        if (cursor.has(Trait.LOGICAL_SYMBOLS)) {
            return ofLogicalWord(cursor);
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
            case "glob" -> cursor.has(Trait.LOOSE_TESTS) ? RANGE : NONE;
            case "between", "in", "like", "ilike", "overlaps" -> RANGE;
            case "similar" -> cursor.isWordAhead(1, "to") ? RANGE : NONE;
            case "not" -> negatable(cursor) ? RANGE : notNull(cursor) ? IS : NONE;
            case "operator" -> cursor.atNamedOperator() ? OTHER : NONE;
            case "at" -> zone(cursor) ? ZONE : NONE;
            case "collate" -> COLLATE;
            default -> NONE;
        };
    }

    private static boolean notNull(Cursor cursor) {
        return cursor.isWordAhead(1, "null") && cursor.has(Trait.LOOSE_TESTS);
    }

    private static int ofLogicalWord(Cursor cursor) {
        return switch (cursor.value()) {
            case "or" -> OR;
            case "xor" -> XOR;
            case "and" -> AND;
            case "is" -> IS;
            case "between", "in", "like", "regexp", "rlike" -> RANGE;
            case "not" -> negatable(cursor) ? RANGE : NONE;
            case "sounds" -> cursor.isWordAhead(1, "like") ? RANGE : NONE;
            case "member" -> cursor.isWordAhead(1, "of") ? RANGE : NONE;
            case "div", "mod" -> PRODUCT;
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
            case "between", "in", "like", "ilike", "similar", "regexp", "rlike" ->
                    cursor.kindAhead(1) == TokenKind.WORD;
            case "glob" -> cursor.kindAhead(1) == TokenKind.WORD && cursor.has(Trait.LOOSE_TESTS);
            default -> false;
        };
    }

    static int of(Cursor cursor, String operator) {
        return cursor.has(Trait.LOGICAL_SYMBOLS) ? ofLogical(operator) : of(operator);
    }

    private static int ofLogical(String operator) {
        return switch (operator) {
            case "<=>" -> COMPARISON;
            case "|" -> BIT_OR;
            case "&" -> BIT_AND;
            case "<<", ">>" -> SHIFT;
            case "xor" -> XOR;
            case "div", "mod" -> PRODUCT;
            default -> of(operator) == OTHER ? NONE : of(operator);
        };
    }

    private static int of(String operator) {
        return switch (operator) {
            case "=", "<>", "<", ">", "<=", ">=" -> COMPARISON;
            case "+", "-" -> SUM;
            case "*", "/", "%", "//" -> PRODUCT;
            case "^", "**" -> POWER;
            default -> OTHER;
        };
    }
}
