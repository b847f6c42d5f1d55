package dev.sluice.guard.lexer;

import dev.sluice.guard.refusal.Refusal;
import java.nio.charset.StandardCharsets;

/** Which characters may stand outside literals. */
final class Characters {
    private Characters() {}

    /**
     * Refuses blanks other than the ASCII ones, invisible and direction-changing characters,
     * control characters and halves of surrogate pairs: a person reading the text would not see
     * them.
     */
    static void check(String text, int at, String where) {
        char c = text.charAt(at);
        boolean half = isHalf(text, at);
        int point = half || Character.isLowSurrogate(c) ? c : text.codePointAt(at);
        boolean refused =
                switch (Character.getType(point)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED ->
                            true;
                    default -> isBlankLetter(point);
                };
        if (half || refused) {
            throw Refusal.syntax(
                    "An invisible or look-alike character (U+%04X) stands in %s."
                            .formatted(point, where),
                    null,
                    at);
        }
    }

    private static boolean isHalf(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** Letters that are drawn as nothing. */
    private static boolean isBlankLetter(int point) {
        return point == 0x115F
                || point == 0x1160
                || point == 0x3164
                || point == 0xFFA0
                || point == 0x2800
                || point == 0x034F
                || (point >= 0xFE00 && point <= 0xFE0F);
    }

    /** The longest start of a name that fits into this many bytes of UTF-8. */
    static String cutToBytes(String name, int bytesMax) {
        if (name.length() * 3 <= bytesMax) {
            return name;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= bytesMax) {
            return name;
        }
        int cut = bytesMax;
        while ((bytes[cut] & 0xC0) == 0x80) {
            cut--;
        }
        return new String(bytes, 0, cut, StandardCharsets.UTF_8);
    }
}
