package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.TenantGrants;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/grants}: what the tenant's people let programs do for them. */
@RestController
@Requires(Permission.CLIENTS)
public final class GrantsController {
    private final TenantGrants grants;

    public GrantsController(TenantGrants grants) {
        this.grants = grants;
    }

    @GetMapping("/api/v1/admin/grants")
    Map<String, List<TenantGrants.Shown>> list(Authenticated caller) {
        return Map.of("grants", grants.list(caller.principal().tenant()));
    }

    @DeleteMapping("/api/v1/admin/grants/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Authenticated caller, @PathVariable String id) {
        Actor by = new Actor(caller.principal().user());
        if (!grants.revoke(caller.principal().tenant(), id, by)) {
            throw new SluiceException(ReasonCode.NOT_FOUND, "There is no such grant.");
        }
    }
}
