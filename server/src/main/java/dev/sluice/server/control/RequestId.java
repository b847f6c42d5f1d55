package dev.sluice.server.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;

/**
 * Names one request in its answer, in the log and in the audit record. Ours alone: what a client
 * sends is not taken over. Controllers may declare a parameter of this type.
 */
public record RequestId(String value) {
    private static final String ATTRIBUTE = RequestId.class.getName();

    /** The id of this request; the first call gives it one. */
    public static RequestId of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestId id) {
            return id;
        }
        RequestId id = new RequestId(UUID.randomUUID().toString());
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    @Override
    public String toString() {
        return value;
    }
}
