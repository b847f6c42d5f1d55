package dev.sluice.core;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. Handed down as a parameter from the edge to the audit record; nothing looks it up.
 *
 * @param tenant the tenant that every further step is limited to
 * @param user the account, or the client's own id when a client acts for itself
 * @param client the OAuth client that holds the token
 * @param agent the named agent that acts for the user, or for itself when there is no person; null
 *     when there is none
 * @param scopes the scopes of the token
 * @param claims what row filters may refer to, for example {@code user.email}
 */
public record Principal(
        TenantId tenant,
        String user,
        String client,
        @Nullable String agent,
        Set<String> scopes,
        Map<String, String> claims) {
    /** The claim with the address of the person, which a client that acts for itself lacks. */
    public static final String EMAIL = "user.email";

    public Principal {
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    /** Whether the client, or the agent that it is, acts for itself: no person stands behind it. */
    public boolean actsForItself() {
        return user.equals(client);
    }

    /** The name that a policy binds to roles: a person's address, or a client's id. */
    public String bindingName() {
        return claims.getOrDefault(EMAIL, user);
    }
}
