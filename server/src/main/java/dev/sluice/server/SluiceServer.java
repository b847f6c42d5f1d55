package dev.sluice.server;

import dev.sluice.server.access.Challenges;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.TokenStanding;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.control.ControlPlane;
import dev.sluice.server.http.AllowedHosts;
import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.http.ListenerTls;
import dev.sluice.server.http.WebServer;
import dev.sluice.server.lifecycle.Housekeeping;
import dev.sluice.server.limit.RefusalLimit;
import dev.sluice.server.mcp.McpServlet;
import dev.sluice.server.mcp.Offer;
import dev.sluice.server.mcp.ServerInfo;
import dev.sluice.server.query.CallerCheck;
import dev.sluice.server.query.DescribeService;
import dev.sluice.server.query.QueryService;
import dev.sluice.server.tenant.Tenants;
import dev.sluice.server.tool.DescribeTool;
import dev.sluice.server.tool.RunTool;
import dev.sluice.server.tool.Tools;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The running server: the one place where both planes are put together. */
public final class SluiceServer implements AutoCloseable {
    private static final int STORE_ANSWERS_SECONDS_MAX = 2;

    private static final String INSTRUCTIONS =
            "Sluice answers SQL questions on databases under a policy. Call `describe` for the"
                    + " tables you can query and their columns, then `run` with one SELECT.";

    private final Deployment deployment;
    private final PublicUrl url;
    private final ClientWatch watch;
    private final WebServer web;
    private final Housekeeping housekeeping;

    private SluiceServer(
            Deployment deployment,
            PublicUrl url,
            ClientWatch watch,
            WebServer web,
            Housekeeping housekeeping) {
        this.deployment = deployment;
        this.url = url;
        this.watch = watch;
        this.web = web;
        this.housekeeping = housekeeping;
    }

    /**
     * Starts everything: the data plane answers first, the control plane follows.
     *
     * @throws dev.sluice.core.SluiceException when something is configured wrongly, taken or down
     */
    public static SluiceServer start(ServerConfig config) {
        return start(config, Deployment.open(config));
    }

    /** The same where connections may go to the embedded store's server: the sample lives there. */
    public static SluiceServer startWithSample(ServerConfig config) {
        return start(config, Deployment.openWithSample(config));
    }

    private static SluiceServer start(ServerConfig config, Deployment deployment) {
        ClientWatch watch = new ClientWatch();
        try {
            PublicUrl url = publicUrl(config);
            TokenVerifier verifier = verifier(deployment, url);
            AllowedHosts hosts =
                    new AllowedHosts(List.of(URI.create(url.issuer())), config.allowedOrigins());
            Tools tools = tools(config, deployment, url, verifier);
            McpServlet mcp =
                    new McpServlet(
                            verifier,
                            Offer.of(tools),
                            new ServerInfo(Version.CURRENT, INSTRUCTIONS),
                            hosts,
                            watch);
            WebServer web =
                    new WebServer(
                            config.bind(),
                            config.port(),
                            hosts,
                            () -> obstacle(deployment),
                            Map.of("/api/mcp", mcp, "/mcp", mcp));
            web.behind(config.trustedProxies());
            config.tlsFiles()
                    .ifPresent(files ->
                            web.encrypted(
                                    new ListenerTls(
                                            files.certificate(), files.key(), config.olderTls())));
            web.start();
            SluiceServer server =
                    new SluiceServer(deployment, url, watch, web, deployment.housekeeping(config));
            web.controlPlane(
                    ControlPlane.handler(
                            new ControlParts(config, deployment, url, tools.definitions())
                                    .with(verifier)));
            server.housekeeping.start();
            return server;
        } catch (RuntimeException e) {
            watch.close();
            deployment.close();
            throw e;
        }
    }

    /** The address that clients use. */
    public static PublicUrl publicUrl(ServerConfig config) {
        return PublicUrl.of(
                config.publicUrl()
                        .orElseGet(() ->
                                scheme(config)
                                        + "://"
                                        + host(config.bind())
                                        + ":"
                                        + config.port()));
    }

    private static String scheme(ServerConfig config) {
        return config.tlsFiles().isPresent() ? "https" : "http";
    }

    /** An IPv6 address stands in brackets in a URL (RFC 3986 section 3.2.2). */
    private static String host(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    private static TokenVerifier verifier(Deployment deployment, PublicUrl url) {
        return new TokenVerifier(
                url,
                deployment.identity().signingKeys()::publicKey,
                standing(deployment.identity()),
                (tenant, name) -> deployment.tenants().of(tenant).epochs().version(name),
                InstantSource.system());
    }

    private static TokenStanding standing(ControlPlane.Identity identity) {
        return new TokenStanding() {
            @Override
            public boolean stands(String id, String text) {
                return identity.tokens().stands(id, text);
            }

            @Override
            public Collection<String> groups(String account) {
                return identity.tokens().groups(account);
            }
        };
    }

    private static Tools tools(
            ServerConfig config, Deployment deployment, PublicUrl url, TokenVerifier verifier) {
        Tenants tenants = deployment.tenants();
        CallerCheck callers =
                new CallerCheck(tenants, verifier, new Challenges(url), McpServlet.SCOPE);
        RefusalLimit refusals =
                new RefusalLimit(config.refusalsPerMinute(), InstantSource.system());
        return new Tools(
                List.of(
                        new RunTool(new QueryService(tenants, callers, refusals)),
                        new DescribeTool(new DescribeService(tenants, callers))),
                tenants,
                callers,
                config.integrationEnabled());
    }

    /** Why queries cannot be answered right now. */
    private static Optional<String> obstacle(Deployment deployment) {
        try (Connection connection = deployment.store().deployment().getConnection()) {
            if (!connection.isValid(STORE_ANSWERS_SECONDS_MAX)) {
                return Optional.of("the store does not answer");
            }
            return deployment.tenants().areRecorded()
                    ? Optional.empty()
                    : Optional.of("the query log is not written");
        } catch (SQLException | RuntimeException e) {
            return Optional.of("the store cannot be reached");
        }
    }

    public PublicUrl url() {
        return url;
    }

    public Deployment deployment() {
        return deployment;
    }

    /** Lets calls under way end, then closes what they used. */
    @Override
    public void close() {
        housekeeping.close();
        web.close();
        watch.close();
        deployment.close();
    }
}
