package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.time.Instant;

/**
 * What is kept of an issued access token besides its hash.
 *
 * @param id {@code jti}
 * @param client the client that holds it
 * @param subject whom it speaks for: an account, or the client itself
 * @param signingKey the key that signed it ({@code kid})
 */
public record AccessToken(
        String id,
        TenantId tenant,
        String client,
        String subject,
        String signingKey,
        Instant issuedAt,
        Instant expiresAt,
        boolean revoked) {}
