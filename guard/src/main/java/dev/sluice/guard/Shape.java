package dev.sluice.guard;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * A text without the values of its literals. All else is there as it was written, so that texts of
 * one shape are the same to the guard but for those values, and for the places of tokens, which
 * only refusals tell.
 *
 * @param key equal for texts of the same shape
 * @param text as it was written
 * @param tokens of the text
 * @param literals the indexes of those tokens that are texts or numbers
 */
record Shape(String key, String text, Tokens tokens, List<Integer> literals) {
    /** Where no text has it: control characters are refused outside literals. */
    private static final char MARK = '\u0001';

    private static final int INT_DIGITS = String.valueOf(Integer.MAX_VALUE).length();
    private static final int LONG_DIGITS = String.valueOf(Long.MAX_VALUE).length();

    Shape {
        literals = List.copyOf(literals);
    }

    static Shape of(String text, Tokens tokens) {
        StringBuilder key = new StringBuilder(text.length());
        List<Integer> literals = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            if (kind == TokenKind.TEXT || kind == TokenKind.NUMBER) {
                key.append(text, from, tokens.start(i)).append(MARK);
                key.append(kind == TokenKind.TEXT ? 't' : numberType(tokens.value(i)));
                // What stands between a literal and the next token are blanks and comments.
                from = tokens.start(i + 1);
                literals.add(i);
            }
        }
        key.append(text, from, text.length());
        return new Shape(key.toString(), text, tokens, literals);
    }

    /**
     * A literal as it was written, with the blanks and comments behind it: where a dialect names
     * columns by what was written, they are part of the name.
     */
    String written(int literal) {
        return text.substring(tokens.start(literal), tokens.start(literal + 1));
    }

    /** A number's type goes by its size, and what a database does may go by the type. */
    private static char numberType(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return 'n';
            }
        }
        if (fits(digits, INT_DIGITS, Integer.MAX_VALUE)) {
            return 'i';
        }
        return fits(digits, LONG_DIGITS, Long.MAX_VALUE) ? 'l' : 'n';
    }

    private static boolean fits(String digits, int length, long max) {
        return digits.length() < length
                || (digits.length() == length && digits.compareTo(Long.toString(max)) <= 0);
    }
}
