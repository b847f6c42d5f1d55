package dev.sluice.server.access;

import org.jspecify.annotations.Nullable;

/** Turns a request's credentials into a principal; both planes use the same one. */
@FunctionalInterface
public interface Authenticator {
    /**
     * Checks the value of an {@code Authorization} header.
     *
     * @param authorization the header's value, null when the request has none
     * @param scope the scope that the endpoint needs
     */
    Authentication authenticate(@Nullable String authorization, String scope);
}
