package dev.sluice.server.tool;

import dev.sluice.core.Principal;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.mcp.Tool;
import dev.sluice.server.mcp.ToolCatalog;
import dev.sluice.server.mcp.ToolDefinition;
import dev.sluice.server.query.CallerCheck;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import dev.sluice.server.tenant.Tenants;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every tool there is; a caller has those that its roles name, once it can see a source. */
public final class Tools implements ToolCatalog {
    private final List<Tool> all;
    private final Tenants tenants;
    private final CallerCheck callers;
    private final boolean integrationEnabled;

    /**
     * @param all in the order in which clients see them
     * @param integrationEnabled without it there is no tool for anybody
     */
    public Tools(List<Tool> all, Tenants tenants, CallerCheck callers, boolean integrationEnabled) {
        this.all = List.copyOf(all);
        this.tenants = tenants;
        this.callers = callers;
        this.integrationEnabled = integrationEnabled;
    }

    /** What there is, in the order in which clients see it. */
    public List<ToolDefinition> definitions() {
        return all.stream().map(Tool::definition).toList();
    }

    /** Also looks for a newer policy, since a list writes no intent that would tell. */
    @Override
    public Optional<Challenge> objection(Authenticated caller) {
        Optional<Challenge> objection = callers.objection(caller);
        if (objection.isEmpty()) {
            tenants.of(caller.principal().tenant()).currentState();
        }
        return objection;
    }

    /**
     * The tools of the caller's roles.
     *
     * @throws SluiceException {@code AGENT_UNKNOWN}
     */
    @Override
    public List<Tool> visibleTo(Authenticated caller) {
        if (!integrationEnabled) {
            return List.of();
        }
        Principal principal = caller.principal();
        Tenant tenant = tenants.of(principal.tenant());
        TenantState state = tenant.state();
        if (!state.knowsAgentOf(principal)) {
            state = tenant.currentState(); // the agent may be new
            state.requireAgentOf(principal);
        }
        if (state.sourcesFor(principal).isEmpty()) {
            return List.of();
        }
        Set<String> granted = state.toolsFor(principal);
        return all.stream().filter(tool -> granted.contains(tool.definition().name())).toList();
    }
}
