package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A person who signs in.
 *
 * @param disabled also while the whole tenant is suspended
 */
public record Account(UUID id, TenantId tenant, EmailAddress email, Role role, boolean disabled) {
    /** What an account may administer; data roles are the policy file's business. */
    public enum Role {
        OWNER,
        ADMIN,
        ANALYST,
        VIEWER;

        static Role of(String stored) {
            return valueOf(stored.toUpperCase(Locale.ROOT));
        }

        /** Reads what somebody typed; empty when it is no role. */
        public static Optional<Role> parse(String typed) {
            return Arrays.stream(values()).filter(role -> role.label().equals(typed)).findFirst();
        }

        /** The scopes that somebody in this role may give to a client that acts for them. */
        public Set<String> grantable() {
            return switch (this) {
                case OWNER, ADMIN -> Set.of("query", "admin");
                case ANALYST, VIEWER -> Set.of("query");
            };
        }

        /** The name as stored and shown. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
