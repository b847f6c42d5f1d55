package dev.sluice.guard.lexer;

import dev.sluice.guard.refusal.Refusal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A number literal: decimal, hexadecimal, octal or binary, with underscores between digits.
 *
 * @param digits in decimal notation, without underscores
 * @param end where the text goes on
 */
record Numbers(String digits, int end) {
    private static final int DIGITS_MAX = 1_000;

    static Numbers read(String text, int start) {
        Numbers number = text.charAt(start) == '0' ? radix(text, start) : null;
        if (number == null) {
            number = decimal(text, start);
        }
        if (number.end - start > DIGITS_MAX) {
            throw Refusal.tooComplex(
                    "A number has more than " + DIGITS_MAX + " characters.", start);
        }
        return number;
    }

    /**
     * The kind and digits of {@code 0x1F} or {@code 0b1}, which are bytes, as they are written;
     * null when there is none. The prefix is in lower case: in upper case it starts a name.
     */
    static @Nullable String bytes(String text, int start) {
        char kind = start + 1 < text.length() ? text.charAt(start + 1) : ' ';
        if (text.charAt(start) != '0' || (kind != 'x' && kind != 'b')) {
            return null;
        }
        int at = start + 2;
        int stop = Math.min(text.length(), start + DIGITS_MAX + 1);
        while (at < stop && isDigit(text.charAt(at), kind == 'x' ? 16 : 2)) {
            at++;
        }
        boolean ends = at == text.length() || !continuesName(text.charAt(at));
        return at > start + 2 && ends ? kind + text.substring(start + 2, at) : null;
    }

    private static boolean isDigit(char c, int radix) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }

    private static boolean continuesName(char c) {
        return Lexer.isNameStart(c) || Lexer.isDigit(c) || c == '$';
    }

    /** Such bytes as a token: hexadecimal ones stay apart from text, since they can be numbers. */
    static String whole(String bytes) {
        boolean hexadecimal = bytes.charAt(0) == 'x';
        return hexadecimal ? bytes : "B" + bytes.substring(1);
    }

    /** Where a decimal number without separators ends. */
    static int plainEnd(String text, int start) {
        int at = plainDigits(text, start);
        if (at < text.length() && text.charAt(at) == '.') {
            at = plainDigits(text, at + 1);
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            boolean sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0;
            int exponent = at + (sign ? 2 : 1);
            int stop = plainDigits(text, exponent);
            at = stop > exponent ? stop : at;
        }
        if (at - start > DIGITS_MAX) {
            throw Refusal.tooComplex(
                    "A number has more than " + DIGITS_MAX + " characters.", start);
        }
        return at;
    }

    private static int plainDigits(String text, int start) {
        int at = start;
        while (at < text.length() && Lexer.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static @Nullable Numbers radix(String text, int start) {
        int radix =
                switch (start + 1 < text.length() ? text.charAt(start + 1) : ' ') {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 0;
                };
        if (radix == 0) {
            return null;
        }
        int at = start + 2;
        int stop = Math.min(text.length(), start + DIGITS_MAX + 1);
        StringBuilder digits = new StringBuilder();
        while (at < stop) {
            char c = text.charAt(at);
            if (c != '_') {
                if (c >= 0x80 || Character.digit(c, radix) < 0) {
                    break;
                }
                digits.append(c);
            }
            at++;
        }
        if (digits.isEmpty() || text.charAt(at - 1) == '_') {
            throw Refusal.syntax("A number is incomplete.", text.substring(start, at), start);
        }
        return new Numbers(new BigInteger(digits.toString(), radix).toString(), at);
    }

    private static Numbers decimal(String text, int start) {
        int at = digits(text, start);
        if (at < text.length() && text.charAt(at) == '.') {
            at = digits(text, at + 1);
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length()
                    && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            int stop = digits(text, exponent);
            if (stop > exponent) {
                at = stop;
            }
        }
        if (text.charAt(at - 1) == '_') {
            throw Refusal.syntax("A number is incomplete.", text.substring(start, at), start);
        }
        String written = text.substring(start, at);
        return new Numbers(written.indexOf('_') < 0 ? written : written.replace("_", ""), at);
    }

    /** The end of a run of digits, in which underscores may stand between two digits. */
    private static int digits(String text, int start) {
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean separator = c == '_' && at > start && text.charAt(at - 1) != '_';
            if (!separator && !Lexer.isDigit(c)) {
                break;
            }
            at++;
        }
        return at;
    }
}
