package dev.sluice.guard.lexer;

import dev.sluice.guard.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a decoded literal may hold. */
final class Utf16 {
    private Utf16() {}

    /** The characters whose UTF-8 these hexadecimal digits are. */
    static String decode(String digits, int position) {
        try {
            byte[] bytes = HexFormat.of().parseHex(digits);
            CharBuffer value = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return check(value, position);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Refusal.syntax("A literal holds bytes that are no text.", null, position);
        }
    }

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
