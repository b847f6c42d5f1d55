package dev.sluice.guard.lexer;

import dev.sluice.guard.refusal.Refusal;

/** What a decoded literal may hold. */
final class Utf16 {
    private Utf16() {}

    /** Refuses NUL, which the database cannot store, and halves of surrogate pairs. */
    static String check(CharSequence value, int position) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                throw Refusal.syntax("A literal holds a NUL character.", null, position);
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw Refusal.syntax("A literal holds half a character.", null, position);
            }
        }
        return value.toString();
    }
}
