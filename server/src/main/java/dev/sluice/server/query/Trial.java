package dev.sluice.server.query;

import dev.sluice.server.tenant.TenantState;
import java.util.Map;

/**
 * A policy that an administrator tries out on a source.
 *
 * @param access the source, and what decides instead of the policy in force
 * @param claims of the caller whose place the administrator takes
 */
public record Trial(TenantState.Access access, Map<String, String> claims) {
    public Trial {
        claims = Map.copyOf(claims);
    }
}
