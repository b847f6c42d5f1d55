package dev.sluice.server;

import dev.sluice.core.TenantId;
import dev.sluice.server.access.Challenges;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.admin.AccountService;
import dev.sluice.server.admin.AgentCatalog;
import dev.sluice.server.admin.ConnectionService;
import dev.sluice.server.admin.ExplanationService;
import dev.sluice.server.admin.PolicyService;
import dev.sluice.server.api.AccountExports;
import dev.sluice.server.api.AccountsController;
import dev.sluice.server.api.AdminTenants;
import dev.sluice.server.api.AgentsController;
import dev.sluice.server.api.AuditController;
import dev.sluice.server.api.ClientsController;
import dev.sluice.server.api.ConnectionsController;
import dev.sluice.server.api.ExplanationController;
import dev.sluice.server.api.GrantsController;
import dev.sluice.server.api.IdentityProvidersController;
import dev.sluice.server.api.InvitationsController;
import dev.sluice.server.api.OwnDataController;
import dev.sluice.server.api.PolicyController;
import dev.sluice.server.api.PrivacyController;
import dev.sluice.server.api.SealingKeyController;
import dev.sluice.server.api.SecurityController;
import dev.sluice.server.api.StatusController;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.control.ControlPlane;
import dev.sluice.server.control.StatusView;
import dev.sluice.server.document.AddressRule;
import dev.sluice.server.limit.RateLimits;
import dev.sluice.server.limit.RefusalLimit;
import dev.sluice.server.mcp.McpServlet;
import dev.sluice.server.mcp.ToolDefinition;
import dev.sluice.server.permission.Roles;
import dev.sluice.server.query.CallerCheck;
import dev.sluice.server.query.QueryService;
import dev.sluice.server.tenant.TenantState;
import java.time.InstantSource;
import java.util.List;

/** What the control plane is made of here. */
final class ControlParts {
    private final ServerConfig config;
    private final Deployment deployment;
    private final PublicUrl url;
    private final List<ToolDefinition> tools;

    ControlParts(
            ServerConfig config, Deployment deployment, PublicUrl url, List<ToolDefinition> tools) {
        this.config = config;
        this.deployment = deployment;
        this.url = url;
        this.tools = List.copyOf(tools);
    }

    ControlPlane.Parts with(TokenVerifier authenticator) {
        AdminTenants tenants = new AdminTenants(deployment.tenants(), config.integrationEnabled());
        ControlPlane.Identity identity = deployment.identity();
        ConnectionService connections =
                new ConnectionService(deployment.store().vault(), deployment.network());
        return new ControlPlane.Parts(
                url,
                config.tenant(),
                identity,
                authenticator,
                this::status,
                List.of(
                        new ConnectionsController(
                                tenants,
                                connections,
                                new Roles(identity.accounts()),
                                deployment.sealedCredentials(),
                                InstantSource.system(),
                                config.allowPlaintextSources()),
                        new SealingKeyController(deployment.sealingKeys(), InstantSource.system()),
                        new PolicyController(tenants, new PolicyService(connections)),
                        new ExplanationController(
                                tenants,
                                new ExplanationService(
                                        identity.clients(),
                                        identity.accounts(),
                                        queries(authenticator)),
                                McpServlet.SCOPE),
                        new AgentsController(
                                tenants,
                                new AgentCatalog(deployment.identity().clients(), offered())),
                        new AuditController(tenants),
                        new AccountsController(
                                new AccountService(
                                        identity.accounts(),
                                        identity.members(),
                                        new Roles(identity.accounts()))),
                        new InvitationsController(
                                identity.invitations(), new Roles(identity.accounts()), url),
                        new IdentityProvidersController(identity.federation(), url),
                        new SecurityController(
                                deployment.identity().factors().policy(),
                                deployment.identity().accounts()),
                        new ClientsController(
                                deployment.identity().clients(),
                                deployment.clientBlocks(),
                                deployment.tenants()),
                        new GrantsController(deployment.tenantGrants()),
                        new PrivacyController(
                                identity.accounts(),
                                new Roles(identity.accounts()),
                                new AccountExports(deployment.export()),
                                deployment.erasure()),
                        new OwnDataController(
                                identity.accounts(),
                                new AccountExports(deployment.export()),
                                InstantSource.system()),
                        new StatusController(this::status)),
                RateLimits.DEFAULT,
                new ControlPlane.OpenClients(
                        config.clientRegistration(),
                        config.localClientDocuments()
                                ? AddressRule.PUBLIC_AND_LOOPBACK
                                : AddressRule.PUBLIC),
                InstantSource.system());
    }

    private List<AgentCatalog.OfferedTool> offered() {
        return tools.stream()
                .map(tool ->
                        new AgentCatalog.OfferedTool(tool.name(), tool.title(), tool.description()))
                .toList();
    }

    private QueryService queries(TokenVerifier verifier) {
        return new QueryService(
                deployment.tenants(),
                new CallerCheck(
                        deployment.tenants(), verifier, new Challenges(url), McpServlet.SCOPE),
                new RefusalLimit(config.refusalsPerMinute(), InstantSource.system()));
    }

    private StatusView.Status status(TenantId tenant) {
        TenantState state = deployment.tenants().of(tenant).currentState();
        return new StatusView.Status(
                Version.CURRENT,
                true,
                config.databaseUrl().isPresent() ? "PostgreSQL" : "embedded PostgreSQL",
                state.connections().size(),
                state.file().sources().size(),
                Attachments.of(url));
    }
}
