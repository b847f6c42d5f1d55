package dev.sluice.core;

import java.util.Collection;
import java.util.HashMap;
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

    /** The claim with the groups of the person, one on each line. */
    public static final String GROUPS = "user.groups";

    public Principal {
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    /** Whether the client, or the agent that it is, acts for itself: no person stands behind it. */
    public boolean actsForItself() {
        return user.equals(client);
    }

    /** The groups of the person, as their identity provider calls them. */
    public Set<String> groups() {
        String groups = claims.get(GROUPS);
        return groups == null ? Set.of() : Set.copyOf(groups.lines().toList());
    }

    /** The same caller, whose identity provider says that they are in these groups. */
    public Principal in(Collection<String> groups) {
        if (groups.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(claims);
        all.put(GROUPS, String.join("\n", groups));
        return new Principal(tenant, user, client, agent, scopes, all);
    }

    /** The name that a policy binds to roles: a person's address, or a client's id. */
    public String bindingName() {
        return claims.getOrDefault(EMAIL, user);
    }
}
