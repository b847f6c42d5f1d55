package dev.sluice.server.mcp;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which media types the endpoint takes and answers. A page of a foreign site can send other types
 * than JSON without asking us first, so nothing else is taken for JSON.
 */
final class MediaRules {
    private static final int NOT_ACCEPTABLE = 406;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private MediaRules() {}

    /** The status that a request's media types deserve, empty when they are fine. */
    static OptionalInt problem(HttpServletRequest request) {
        if (!isJson(request.getContentType()) || request.getHeader("Content-Encoding") != null) {
            return OptionalInt.of(UNSUPPORTED_MEDIA_TYPE);
        }
        String accept = request.getHeader("Accept");
        return accept == null
                        || accept.contains("application/json")
                        || accept.contains("*/*")
                        || accept.contains("application/*")
                ? OptionalInt.empty()
                : OptionalInt.of(NOT_ACCEPTABLE);
    }

    /** Whether the client says that it reads Server-Sent Events. */
    static boolean takesEvents(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.contains("text/event-stream");
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
        if (!parts[0].equals("application/json")) {
            return false;
        }
        for (String part : parts) {
            if (part.startsWith("charset=") && !part.replace("\"", "").equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
