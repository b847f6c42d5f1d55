package dev.sluice.server.identity;

import dev.sluice.core.TenantId;

/** The schemas of the tenants, which the deployment's role owns. */
public interface TenantSchemas {
    /**
     * The name of the tenant's schema, to be written before a table's; it is up to date when this
     * returns.
     *
     * @throws dev.sluice.core.SluiceException {@code NOT_FOUND} when there is no such tenant
     */
    String of(TenantId tenant);

    /** This node's memory of a version is no longer worth anything. */
    void forget(TenantId tenant, String epoch);
}
