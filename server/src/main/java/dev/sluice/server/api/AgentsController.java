package dev.sluice.server.api;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.admin.AgentCatalog;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/agents}: the tenant's own agents, and what can be given to them. */
@RestController
@Requires(Permission.CLIENTS)
public final class AgentsController {
    private final AdminTenants tenants;
    private final AgentCatalog catalog;

    public AgentsController(AdminTenants tenants, AgentCatalog catalog) {
        this.tenants = tenants;
        this.catalog = catalog;
    }

    @GetMapping("/api/v1/admin/agents")
    Map<String, List<AgentCatalog.Agent>> agents(Authenticated caller) {
        return Map.of("agents", catalog.agents(tenants.of(caller)));
    }

    @GetMapping("/api/v1/admin/agents/tool-catalog")
    AgentCatalog.Catalog catalog(Authenticated caller) {
        return catalog.catalog(tenants.of(caller));
    }
}
