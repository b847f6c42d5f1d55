package dev.sluice.server.tool;

import dev.sluice.core.Principal;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.mcp.Tool;
import dev.sluice.server.mcp.ToolCatalog;
import dev.sluice.server.tenant.TenantState;
import dev.sluice.server.tenant.Tenants;
import java.util.List;
import java.util.Set;

/** Every tool there is; a caller has those that its roles name, once it can see a source. */
public final class Tools implements ToolCatalog {
    private final List<Tool> all;
    private final Tenants tenants;
    private final boolean integrationEnabled;

    /**
     * @param all in the order in which clients see them
     * @param integrationEnabled without it there is no tool for anybody
     */
    public Tools(List<Tool> all, Tenants tenants, boolean integrationEnabled) {
        this.all = List.copyOf(all);
        this.tenants = tenants;
        this.integrationEnabled = integrationEnabled;
    }

    @Override
    public List<Tool> visibleTo(Authenticated caller) {
        if (!integrationEnabled) {
            return List.of();
        }
        Principal principal = caller.principal();
        TenantState state = tenants.of(principal.tenant()).state();
        if (state.sourcesFor(principal).isEmpty()) {
            return List.of();
        }
        Set<String> granted = state.toolsFor(principal);
        return all.stream().filter(tool -> granted.contains(tool.definition().name())).toList();
    }
}
