package dev.sluice.connector.http;

import java.util.Base64;
import java.util.HexFormat;

/** Bytes as text: {@code \x} and hexadecimal digits, as PostgreSQL writes them. */
public final class Binary {
    private Binary() {}

    /**
     * Reads Base64.
     *
     * @throws SourceFailure when it is no Base64
     */
    public static String ofBase64(String text) throws SourceFailure {
        try {
            return "\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw SourceFailure.unreadable();
        }
    }
}
