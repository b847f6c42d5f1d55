package dev.sluice.server.identity;

import dev.sluice.core.TenantId;

/** Makes every decision taken under an earlier version of a name stale, on all nodes. */
@FunctionalInterface
public interface EpochRaiser {
    /**
     * Adds one to the version of {@code name}; committed when this returns.
     *
     * @param name {@code token:<jti>} or {@code account:<account or client id>}
     */
    void raise(TenantId tenant, String name);
}
