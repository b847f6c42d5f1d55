package dev.sluice.connector.http;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param path with its query
 * @param body closed by the caller; null for none
 * @param replyBytesMax a longer reply is none
 */
public record HttpCall(
        Origin origin,
        String method,
        String path,
        Map<String, String> headers,
        @Nullable Secret body,
        int replyBytesMax) {
    /** More than any answer may hold, since JSON takes more room than values. */
    public static final int REPLY_BYTES_MAX = 16 << 20;

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    public static HttpCall get(Origin origin, String path) {
        return new HttpCall(origin, "GET", path, Map.of(), null, REPLY_BYTES_MAX);
    }

    public static HttpCall delete(Origin origin, String path) {
        return new HttpCall(origin, "DELETE", path, Map.of(), null, REPLY_BYTES_MAX);
    }

    public static HttpCall post(Origin origin, String path, String mediaType, Secret body) {
        return new HttpCall(
                origin, "POST", path, Map.of("Content-Type", mediaType), body, REPLY_BYTES_MAX);
    }

    public static HttpCall post(Origin origin, String path, String mediaType, String body) {
        return post(
                origin, path, mediaType, Secret.takingOver(body.getBytes(StandardCharsets.UTF_8)));
    }

    public HttpCall with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpCall(origin, method, path, more, body, replyBytesMax);
    }

    public HttpCall with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new HttpCall(origin, method, path, all, body, replyBytesMax);
    }

    /** The body may be a secret, and so may headers. */
    @Override
    public String toString() {
        return method + " " + origin;
    }
}
