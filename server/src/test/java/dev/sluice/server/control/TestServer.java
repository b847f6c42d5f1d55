package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.admin.AccountService;
import dev.sluice.server.api.AccountExports;
import dev.sluice.server.api.AccountsController;
import dev.sluice.server.api.IdentityProvidersController;
import dev.sluice.server.api.InvitationsController;
import dev.sluice.server.api.PrivacyController;
import dev.sluice.server.control.StatusView.Attach;
import dev.sluice.server.control.StatusView.Status;
import dev.sluice.server.document.AddressRule;
import dev.sluice.server.identity.PersonGrants;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.permission.Roles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The control plane in a server of its own, and a browser's worth of client. */
final class TestServer implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    final TestDeployment deployment;
    final TokenVerifier verifier;
    final PublicUrl url;

    /** Processor time that the context's start took of its thread, milliseconds. */
    final long startMillis;

    HttpClient browser;

    private final Server server = new Server();
    private final int port;

    TestServer(String publicUrl, RateLimits limits) throws Exception {
        this(
                publicUrl,
                limits,
                new ControlPlane.OpenClients(true, AddressRule.PUBLIC_AND_LOOPBACK));
    }

    TestServer(String publicUrl, RateLimits limits, ControlPlane.OpenClients open)
            throws Exception {
        this(publicUrl, limits, open, new TestDeployment());
    }

    /** A server that lets identity providers of these origins be on this machine. */
    static TestServer trusting(Set<String> issuers) throws Exception {
        return new TestServer(
                "",
                RateLimits.DEFAULT,
                new ControlPlane.OpenClients(true, AddressRule.PUBLIC_AND_LOOPBACK),
                new TestDeployment(issuers));
    }

    /** A node of the deployment. */
    TestServer(
            String publicUrl,
            RateLimits limits,
            ControlPlane.OpenClients open,
            TestDeployment deployment)
            throws Exception {
        this.deployment = deployment;
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ContextHandlerCollection contexts = new ContextHandlerCollection(true);
        server.setHandler(contexts);
        server.start();
        port = connector.getLocalPort();
        url = PublicUrl.of(publicUrl.isEmpty() ? "http://127.0.0.1:" + port : publicUrl);
        verifier =
                new TokenVerifier(
                        url,
                        deployment.keys::publicKey,
                        deployment.tokens::stands,
                        deployment::epoch,
                        deployment.clock);
        deployment.keys.current();
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ServletContextHandler context = ControlPlane.handler(parts(limits, open));
        context.setServer(server);
        context.start();
        Callback.Completable deployed = new Callback.Completable();
        contexts.deployHandler(context, deployed);
        deployed.get();
        startMillis =
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before)
                        / 1_000_000;
        browser = newBrowser();
    }

    private ControlPlane.Parts parts(RateLimits limits, ControlPlane.OpenClients open) {
        return new ControlPlane.Parts(
                url,
                TestDeployment.TENANT,
                new ControlPlane.Identity(
                        deployment.accounts,
                        deployment.members,
                        deployment.clients,
                        deployment.tokens,
                        deployment.keys,
                        deployment.links,
                        new ControlPlane.Delegation(
                                deployment.grants,
                                deployment.exchanges,
                                deployment.devices,
                                deployment.pushed,
                                deployment.consents,
                                deployment.registrations,
                                new PersonGrants(
                                        deployment.source, deployment.grants, deployment.clock)),
                        deployment.sessions,
                        deployment.invitations,
                        deployment.federation,
                        deployment.passkeys,
                        deployment.factors),
                verifier,
                tenant ->
                        new Status(
                                "0.1.0",
                                true,
                                "embedded PostgreSQL 18.6",
                                2,
                                1,
                                List.of(
                                        new Attach(
                                                "A script",
                                                "export SLUICE_TOKEN=…\nsluice run 'SELECT 1'"))),
                List.of(
                        new Probe(),
                        people(),
                        new InvitationsController(
                                deployment.invitations, new Roles(deployment.accounts), url),
                        new IdentityProvidersController(deployment.federation, url),
                        privacy()),
                limits,
                open,
                deployment.clock);
    }

    private PrivacyController privacy() {
        return new PrivacyController(
                deployment.accounts,
                new Roles(deployment.accounts),
                new AccountExports(deployment.export),
                deployment.erasure);
    }

    private AccountsController people() {
        return new AccountsController(
                new AccountService(
                        deployment.accounts, deployment.members, new Roles(deployment.accounts)));
    }

    static HttpClient newBrowser() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(browser, request);
    }

    static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(at(path));
    }

    HttpRequest.Builder form(String path, Map<String, String> fields) {
        String body =
                fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        return at(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Opens the page, and sends its form with these fields and the token it came with. */
    HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
        Matcher token = CSRF.matcher(get(page).body());
        if (!token.find()) {
            throw new IllegalStateException("no form on " + page);
        }
        Map<String, String> all = new HashMap<>(fields);
        all.put("_csrf", token.group(1));
        return send(form(action, all));
    }

    static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
        deployment.close();
    }

    /** Stands for the controllers that the rest of the server brings. */
    @RestController
    @Requires(Permission.CONNECTIONS)
    static final class Probe {
        record Message(String firstWord) {}

        @GetMapping("/api/v1/probe/{what}")
        String probe(@PathVariable String what) {
            return switch (what) {
                case "failure" -> throw new IllegalStateException("secret internals");
                case "refusal" ->
                        throw new SluiceException(
                                ReasonCode.CONNECTION_EXISTS, "It exists.", Map.of("name", "shop"));
                default -> what;
            };
        }

        @PostMapping("/api/v1/probe/echo")
        Message echo(@RequestBody Message message) {
            return message;
        }

        @PutMapping(path = "/api/v1/probe/text", consumes = "application/yaml")
        Map<String, String> text(@RequestBody String text, RequestId id) {
            return Map.of("text", text, "id", id.value());
        }
    }
}
