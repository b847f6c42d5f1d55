package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.time.Instant;
import java.util.List;

/**
 * An OAuth client that acts for itself ({@code client_credentials}).
 *
 * @param id {@code client_id}
 * @param secretHash what {@link Clients#matches} compares with; the secret itself is nowhere
 * @param scopes sorted, from {@link Clients#SCOPES}
 */
public record Client(
        String id,
        TenantId tenant,
        String name,
        String secretHash,
        List<String> scopes,
        boolean disabled,
        Instant createdAt) {
    public Client {
        scopes = scopes.stream().sorted().toList();
    }
}
