package dev.sluice.server.control;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Names one request in its answer, in the log and in the audit record; the edge gave it.
 * Controllers may declare a parameter of this type.
 */
public record RequestId(String value) {

    /** The id of this request. */
    public static RequestId of(HttpServletRequest request) {
        return new RequestId(dev.sluice.server.http.RequestId.of(request));
    }

    @Override
    public String toString() {
        return value;
    }
}
