package dev.sluice.server.mcp.content;

import java.util.regex.Pattern;

/** Which texts are taken for the URI of a resource. */
public final class Uris {
    /** Characters of a URI. */
    public static final int CHARS_MAX = 2_048;

    /** RFC 3986: a scheme, then visible ASCII. */
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,63}:[!-~]+");

    private Uris() {}

    public static boolean isUri(String text) {
        return text.length() <= CHARS_MAX && URI.matcher(text).matches();
    }

    static void check(String uri) {
        if (!isUri(uri)) {
            throw new IllegalArgumentException("not a URI: " + uri);
        }
    }
}
