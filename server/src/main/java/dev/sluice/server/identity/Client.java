package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth client.
 *
 * @param id {@code client_id}; the URL of its metadata document for one that has such
 * @param tenant whose accounts it serves, null when it serves everybody's
 * @param secretHash what {@link Clients#matches} compares with, null for a public client; the
 *     secret itself is nowhere
 * @param scopes sorted, from {@link Clients#SCOPES}
 */
public record Client(
        String id,
        @Nullable TenantId tenant,
        String name,
        @Nullable String secretHash,
        List<String> scopes,
        Use use,
        boolean disabled,
        Instant createdAt) {
    public Client {
        scopes = scopes.stream().sorted().toList();
    }

    /** How we know of a client, which is how far its name can be believed. */
    public enum Kind {
        /** An operator of this deployment made it. */
        OPERATOR,
        /** Anybody may have (RFC 7591). */
        REGISTERED,
        /** A document at its own address describes it. */
        DOCUMENT,
        /** It ships with us. */
        BUILT_IN;

        static Kind of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }

        String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a client may be used for.
     *
     * @param grants values of {@code grant_type}
     * @param redirectUris where codes may be sent, as registered
     * @param uri the client's home page, as it says itself
     * @param agent the agent of the policy that the client is, null for a client that is none
     */
    public record Use(
            Kind kind,
            List<String> grants,
            List<String> redirectUris,
            @Nullable String uri,
            @Nullable String agent) {
        public Use {
            grants = List.copyOf(grants);
            redirectUris = List.copyOf(redirectUris);
        }

        /** The use of a client that is no agent. */
        public Use(
                Kind kind, List<String> grants, List<String> redirectUris, @Nullable String uri) {
            this(kind, grants, redirectUris, uri, null);
        }
    }

    /** Whether it proves who it is with nothing but its name. */
    public boolean isPublic() {
        return secretHash == null;
    }

    /** Whether accounts of the tenant may use it. */
    public boolean serves(TenantId account) {
        return tenant == null || tenant.equals(account);
    }
}
