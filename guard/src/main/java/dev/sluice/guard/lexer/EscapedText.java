package dev.sluice.guard.lexer;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.refusal.Refusal;

/** The backslash escapes of {@code E'…'}. */
final class EscapedText {
    private static final int ASCII_MAX = 0x7F;

    private EscapedText() {}

    /** Decodes from behind the opening quote; returns the place behind the closing one. */
    static int decode(String text, int from, StringBuilder value, int position) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\'') {
                if (at + 1 >= text.length() || text.charAt(at + 1) != '\'') {
                    return at + 1;
                }
                value.append('\'');
                at += 2;
            } else if (c == '\\' && at + 1 < text.length()) {
                at = escape(text, at + 1, value, position);
            } else {
                value.append(c);
                at++;
            }
        }
        throw Refusal.syntax("A text literal does not end.", "'", position);
    }

    /**
     * Decodes {@code '…'} or {@code "…"} with MySQL's escapes (manual, "String Literals"): an
     * unknown one stands for its character, and one of a pattern is kept.
     *
     * @return where the text goes on
     */
    static int decodeQuoted(String text, int start, StringBuilder value) {
        char quote = text.charAt(start);
        int at = start + 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                append(text.charAt(at + 1), value, start);
                at += 2;
            } else if (c != quote) {
                value.append(c);
                at++;
            } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                value.append(quote);
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw Refusal.syntax("A text literal does not end.", String.valueOf(quote), start);
    }

    private static void append(char escaped, StringBuilder value, int start) {
        switch (escaped) {
            case '0' ->
                    throw new Refusal(
                            ReasonCode.LITERAL_NOT_ALLOWED,
                            "A literal holds a NUL character.",
                            null,
                            start);
            case 'b' -> value.append('\b');
            case 'n' -> value.append('\n');
            case 'r' -> value.append('\r');
            case 't' -> value.append('\t');
            case 'Z' -> value.append('\u001a');
            case '%', '_' -> value.append('\\').append(escaped);
            default -> value.append(escaped);
        }
    }

    private static int escape(String text, int at, StringBuilder value, int position) {
        char c = text.charAt(at);
        return switch (c) {
            case 'b' -> put(value, '\b', at);
            case 'f' -> put(value, '\f', at);
            case 'n' -> put(value, '\n', at);
            case 'r' -> put(value, '\r', at);
            case 't' -> put(value, '\t', at);
            case 'v' -> put(value, '\u000b', at);
            case 'x' -> number(text, at + 1, 16, 2, value, position);
            case 'u' -> point(text, at + 1, 4, value, position);
            case 'U' -> point(text, at + 1, 8, value, position);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> number(text, at, 8, 3, value, position);
            default -> put(value, c, at);
        };
    }

    private static int put(StringBuilder value, char c, int at) {
        value.append(c);
        return at + 1;
    }

    /** A byte given by number: beyond ASCII its meaning would depend on the encoding. */
    private static int number(
            String text, int from, int radix, int digitsMax, StringBuilder value, int position) {
        int at = from;
        int code = 0;
        while (at < text.length() && at < from + digitsMax && digit(text, at, radix) >= 0) {
            code = code * radix + digit(text, at++, radix);
        }
        if (at == from) {
            value.append(text.charAt(from - 1));
            return from;
        }
        if (code > ASCII_MAX || code == 0) {
            throw new Refusal(
                    ReasonCode.LITERAL_NOT_ALLOWED,
                    "A literal gives a byte beyond ASCII by number; write the character.",
                    null,
                    position);
        }
        value.append((char) code);
        return at;
    }

    private static int point(String text, int from, int digits, StringBuilder value, int position) {
        int code = UnicodeEscapes.hex(text, from, digits);
        if (code < 0) {
            throw Refusal.syntax("A Unicode escape is not valid.", null, position);
        }
        value.appendCodePoint(code);
        return from + digits;
    }

    private static int digit(String text, int at, int radix) {
        char c = text.charAt(at);
        return c >= 0x80 ? -1 : Character.digit(c, radix);
    }
}
