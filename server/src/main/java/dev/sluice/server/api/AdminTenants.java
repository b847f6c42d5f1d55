package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.control.RequestId;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.Tenants;

/** The tenant that a call administers: always the caller's own. */
public final class AdminTenants {
    private final Tenants tenants;
    private final boolean integrationEnabled;

    public AdminTenants(Tenants tenants, boolean integrationEnabled) {
        this.tenants = tenants;
        this.integrationEnabled = integrationEnabled;
    }

    /**
     * The caller's tenant.
     *
     * @throws SluiceException {@code INTEGRATION_DISABLED}
     */
    Tenant of(Authenticated caller) {
        if (!integrationEnabled) {
            throw new SluiceException(
                    ReasonCode.INTEGRATION_DISABLED,
                    "Sources are switched off: set WAREHOUSE_INTEGRATION_ENABLED to true and"
                            + " restart.");
        }
        return tenants.of(caller.principal().tenant());
    }

    static AdminLog.Actor actor(Authenticated caller, RequestId request) {
        return new AdminLog.Actor(caller.principal().user(), request.value());
    }
}
