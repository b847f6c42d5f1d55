package dev.sluice.server.identity;

import dev.sluice.core.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * What somebody let a client do for them: the family that its codes and tokens belong to.
 *
 * @param email of the account, now
 * @param role of the account, now
 * @param proof how and when the person had proven to be themselves
 */
public record Grant(
        String id,
        String client,
        TenantId tenant,
        UUID account,
        EmailAddress email,
        Account.Role role,
        List<String> scopes,
        Proof proof) {
    public Grant {
        scopes = List.copyOf(scopes);
    }

    /** The scopes that still may be used: a role may have been taken away since. */
    public List<String> liveScopes() {
        return scopes.stream().filter(role.grantable()::contains).toList();
    }
}
