package dev.sluice.server.mcp.content;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Bytes with their type.
 *
 * @param mimeType for example {@code image/png}
 * @param base64 the bytes in Base64 (RFC 4648 section 4)
 */
public record Media(String mimeType, String base64) {
    private static final int TYPE_CHARS_MAX = 127;

    /** RFC 6838 section 4.2, with parameters that hold no quotes. */
    private static final Pattern TYPE =
            Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(; ?[\\w-]+=[\\w.+-]+)*");

    public Media {
        checkType(mimeType);
    }

    public static Media of(String mimeType, byte[] bytes) {
        return new Media(mimeType, Base64.getEncoder().encodeToString(bytes));
    }

    static void checkType(String mimeType) {
        if (mimeType.length() > TYPE_CHARS_MAX || !TYPE.matcher(mimeType).matches()) {
            throw new IllegalArgumentException("not a media type: " + mimeType);
        }
    }
}
