package dev.sluice.server.access;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;

/** What a request's credentials amount to. */
public sealed interface Authentication {

    /** A valid token, as far as this node knows; the audit intent's epochs have the last word. */
    record Authenticated(Principal principal, Epochs epochs) implements Authentication {}

    /**
     * No valid token, or one that lacks a scope.
     *
     * @param code {@code UNAUTHENTICATED} (HTTP 401) or {@code INSUFFICIENT_SCOPE} (HTTP 403)
     * @param message one sentence for the caller
     * @param wwwAuthenticate the header's value (RFC 6750 section 3, RFC 9728 section 5.1)
     */
    record Challenge(ReasonCode code, String message, String wwwAuthenticate)
            implements Authentication {}
}
