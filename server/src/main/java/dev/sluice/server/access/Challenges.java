package dev.sluice.server.access;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.access.Authentication.Challenge;
import java.util.Set;
import java.util.TreeSet;

/** The answers to a caller without a usable token (RFC 6750 section 3, RFC 9728 section 5.1). */
public final class Challenges {
    private final String resourceMetadata;

    public Challenges(PublicUrl url) {
        this.resourceMetadata = url.resourceMetadata();
    }

    /** For a request without credentials: no error code then (RFC 6750 section 3.1). */
    Challenge missing(String scope) {
        return new Challenge(
                ReasonCode.UNAUTHENTICATED,
                "An access token is needed: Authorization: Bearer <token>.",
                "Bearer " + pointers(scope));
    }

    public Challenge invalid(String scope) {
        return new Challenge(
                ReasonCode.UNAUTHENTICATED,
                "The access token is not valid, or not valid any more.",
                "Bearer error=\"invalid_token\","
                        + " error_description=\"The access token is not valid\", "
                        + pointers(scope));
    }

    /**
     * For a token that lacks a scope. All that the caller needs is named, what it has included: a
     * client that asks again for exactly this must not lose the rest.
     */
    Challenge insufficient(String scope, Set<String> held) {
        Set<String> all = new TreeSet<>(held);
        all.add(scope);
        return new Challenge(
                ReasonCode.INSUFFICIENT_SCOPE,
                "The access token lacks the scope " + scope + ".",
                "Bearer error=\"insufficient_scope\","
                        + " error_description=\"The access token lacks a scope\", "
                        + pointers(String.join(" ", all)));
    }

    private String pointers(String scope) {
        return "scope=\"" + scope + "\", resource_metadata=\"" + resourceMetadata + "\"";
    }
}
