package dev.sluice.systemtests.faults;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.SecretBundle;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.Secret;
import dev.sluice.server.admin.ConnectionService;
import dev.sluice.server.admin.PolicyService;
import dev.sluice.server.audit.AdminLog;
import dev.sluice.server.config.Setting;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.source.NewConnection;
import dev.sluice.systemtests.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The product with one connection, to a database that somebody else has set up. */
final class AskedShop implements AutoCloseable {
    static final String ROLE = "agent";
    static final String PASSWORD = "only reads, in tests 1";

    /** The time that a query is given. */
    static final int TIMEOUT_SECONDS = 2;

    private static final AdminLog.Actor ACTOR = new AdminLog.Actor("test", "test");

    private final Site site;
    private final String token;

    AskedShop(Map<Setting, String> settings, int sourcePort, ConnectionMode mode) {
        site = Site.start(settings);
        Clients.Created client =
                site.identity().clients().create(site.tenant(), "asker", Set.of("query"));
        connect(sourcePort, mode, client.client().id());
        token = token(client);
    }

    private void connect(int port, ConnectionMode mode, String user) {
        var deployment = site.server().deployment();
        var tenant = deployment.tenants().of(site.tenant());
        ConnectionService connections =
                new ConnectionService(deployment.store().vault(), deployment.network());
        ConnectionSettings settings =
                ConnectionSettings.of(
                                "postgresql", "127.0.0.1", port, "postgres", ROLE, TlsMode.DISABLE)
                        .with(mode);
        try (SecretBundle secrets =
                SecretBundle.ofPassword(Secret.takingOver(PASSWORD.toCharArray()))) {
            connections.connect(
                    tenant, new NewConnection("shop", settings, Set.of()), secrets, ACTOR);
        }
        new PolicyService(connections)
                .apply(
                        tenant,
                        """
                        version: 1
                        sources:
                          shop:
                            dialect: postgresql
                            default_schema: public
                            limits: { timeout: %ds }
                            tables:
                              public.items: { exposed_columns: [id, name] }
                        roles:
                          all: { sources: { shop: { tables: [public.items] } }, tools: [run] }
                        bindings:
                          - { role: all, users: [%s] }
                        """
                                .formatted(TIMEOUT_SECONDS, user),
                        ACTOR);
    }

    private String token(Clients.Created client) {
        String body =
                "grant_type=client_credentials&scope=query&client_id="
                        + client.client().id()
                        + "&client_secret="
                        + new String(client.secret().reveal(), StandardCharsets.US_ASCII);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(site.here("/oauth2/token"))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new JsonMapper().readTree(answer.body()).path("access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI mcp() {
        return site.here("/api/mcp");
    }

    Askers askers(int number, String sql) {
        return new Askers(number, mcp(), token, sql);
    }

    @Override
    public void close() {
        site.close();
    }
}
