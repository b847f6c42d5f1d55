package dev.sluice.server.session;

import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Proof;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Who a session belongs to: what controllers of pages receive as their principal.
 *
 * @param session names the session; opens nothing
 * @param authenticatedAt the last time that the person proved to be themselves
 */
public record SignedIn(
        UUID account,
        TenantId tenant,
        String email,
        String session,
        Instant authenticatedAt,
        Methods methods)
        implements Principal {
    public Proof proof() {
        return new Proof(methods, authenticatedAt);
    }

    /** Whether the person proved to be themselves within this time. */
    public boolean provenWithin(Duration age, Instant now) {
        return authenticatedAt.plus(age).isAfter(now);
    }

    @Override
    public String getName() {
        return email;
    }
}
