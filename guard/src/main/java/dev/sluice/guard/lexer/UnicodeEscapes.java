package dev.sluice.guard.lexer;

import dev.sluice.guard.refusal.Refusal;

/** The escapes of {@code U&'…'} and {@code U&"…"}: {@code \0061} and {@code \+000061}. */
final class UnicodeEscapes {
    private UnicodeEscapes() {}

    static String decode(String raw, char escape, int position) {
        StringBuilder value = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c != escape) {
                value.append(c);
                at++;
            } else if (at + 1 < raw.length() && raw.charAt(at + 1) == escape) {
                value.append(escape);
                at += 2;
            } else {
                boolean plus = at + 1 < raw.length() && raw.charAt(at + 1) == '+';
                int digits = plus ? 6 : 4;
                int from = at + (plus ? 2 : 1);
                int code = hex(raw, from, digits);
                if (code < 0) {
                    throw Refusal.syntax("A Unicode escape is not valid.", null, position);
                }
                value.appendCodePoint(code);
                at = from + digits;
            }
        }
        return Utf16.check(value, position);
    }

    /** A code point of exactly so many digits, or -1. */
    static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        long code = 0;
        for (int i = from; i < from + digits; i++) {
            char c = text.charAt(i);
            int digit = c >= 0x80 ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code <= Character.MAX_CODE_POINT ? (int) code : -1;
    }
}
