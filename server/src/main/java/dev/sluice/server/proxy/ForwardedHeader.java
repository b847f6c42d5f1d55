package dev.sluice.server.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The header {@code Forwarded} (RFC 7239 section 4), as far as it says for whom. */
final class ForwardedHeader {
    private static final String FOR = "for=";

    private ForwardedHeader() {}

    /**
     * What each proxy says of whom it spoke for, the nearest last; empty text where it does not.
     */
    static List<String> nodes(List<String> lines) {
        List<String> nodes = new ArrayList<>();
        for (String element : split(String.join(",", lines), ',')) {
            nodes.add(
                    split(element, ';').stream()
                            .map(String::strip)
                            .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith(FOR))
                            .map(pair -> unquoted(pair.substring(FOR.length())))
                            .findFirst()
                            .orElse(""));
        }
        return nodes;
    }

    /** At the separators that no quoted string holds. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, at));
                start = at + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** An address needs no escapes: text that holds one stays what it is, and is no address. */
    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }
}
