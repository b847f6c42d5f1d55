package dev.sluice.server.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/**
 * Names one request in its answer, in the log and in the audit record; the edge gave it.
 * Controllers may declare a parameter of this type.
 */
public record RequestId(String value) {
    /** Where the edge of the server leaves the id that it gave the request. */
    private static final String ATTRIBUTE = "dev.sluice.request_id";

    /** The id of this request; the first call gives it one when the edge has not. */
    public static RequestId of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String id) {
            return new RequestId(id);
        }
        RequestId id = new RequestId(UUID.randomUUID().toString());
        request.setAttribute(ATTRIBUTE, id.value());
        return id;
    }

    @Override
    public String toString() {
        return value;
    }
}
