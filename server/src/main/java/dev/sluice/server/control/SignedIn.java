package dev.sluice.server.control;

import dev.sluice.core.TenantId;
import java.security.Principal;
import java.util.UUID;

/** Who a session belongs to. */
record SignedIn(UUID account, TenantId tenant, String email) implements Principal {
    @Override
    public String getName() {
        return email;
    }
}
