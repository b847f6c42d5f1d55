package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.Deployment;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Proof;
import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** An administrator of one tenant tries everything there is on what belongs to another. */
class CrawlIT {
    private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404);

    private static ProductServer product;
    private static HttpClient http;
    private static Clients.Created intruder;
    private static String token;
    private static Account ana;
    private static String grant;

    @BeforeAll
    static void start() throws Exception {
        product = new ProductServer();
        http = HttpClient.newHttpClient();
        Deployment deployment = deployment();
        TenantId main = product.demo().tenant().id();
        try (Secret password = Secret.takingOver("four words make one".toCharArray())) {
            ana = deployment.identity().accounts().createOwner(main, "ana@example.org", password);
        }
        var editor =
                deployment
                        .identity()
                        .clients()
                        .createPublic(
                                new Clients.NewClient(
                                        main,
                                        "Editor of main",
                                        Set.of("query"),
                                        List.of("http://127.0.0.1/cb")),
                                Actor.OPERATOR);
        deployment
                .identity()
                .delegation()
                .grants()
                .authorize(consent(main, editor.id()), "http://127.0.0.1/cb", "challenge")
                .close();
        grant = deployment.tenantGrants().list(main).getFirst().id();
        TenantId other = new TenantId("other");
        deployment.createTenant(other, Actor.OPERATOR);
        intruder =
                deployment.identity().clients().create(other, "intruder", Set.of("admin", "query"));
        token =
                new JsonMapper()
                        .readTree(
                                form(
                                                "/oauth2/token",
                                                "grant_type=client_credentials&scope=admin+query")
                                        .body())
                        .path("access_token")
                        .asString();
    }

    private static Grants.Consent consent(TenantId tenant, String client) {
        return new Grants.Consent(
                client,
                tenant,
                ana.id(),
                List.of("query"),
                new Proof(Methods.of(List.of("pwd")), Instant.now()));
    }

    @AfterAll
    static void stop() {
        http.close();
        product.close();
    }

    private static Deployment deployment() {
        return product.demo().server().deployment();
    }

    static Stream<Routes.Route> routes() {
        return Routes.ALL.stream().filter(Routes.Route::isOfTheApi);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void anotherTenantsThingsAreNeitherSeenNorTouched(Routes.Route route) throws Exception {
        SortedMap<String, String> before = everythingOfMain();
        String path =
                route.path()
                        .replace("{name}", "shop")
                        .replace(
                                "{id}",
                                route.path().contains("/grants/") ? grant : ana.id().toString());
        String body = body(route);
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(product.url() + path))
                                .header("Authorization", "Bearer " + token)
                                .header(
                                        "Content-Type",
                                        route.request().startsWith("PUT /api/v1/policy")
                                                ? "application/yaml"
                                                : "application/json")
                                .method(route.method(), HttpRequest.BodyPublishers.ofString(body)));

        boolean names = !path.equals(route.path()) || body.contains(product.clientId());
        if (names) {
            assertThat(REFUSED).as(answer.body()).contains(answer.statusCode());
        } else {
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
        }
        for (String mark : marks()) {
            if (!path.contains(mark) && !body.contains(mark)) {
                assertThat(answer.body()).doesNotContain(mark);
            }
        }
        assertThat(everythingOfMain()).isEqualTo(before);
    }

    @Test
    void theIntruderIsAnAdministratorAtHome() throws Exception {
        HttpResponse<String> own =
                send(
                        HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/admin/clients"))
                                .header("Authorization", "Bearer " + token));
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.body()).contains("intruder");
    }

    @Test
    void anothersTokenIsUnknownAndCannotBeRevoked() throws Exception {
        String foreign = product.newToken("query");
        String text = "token=" + URLEncoder.encode(foreign, StandardCharsets.UTF_8);
        assertThat(form("/oauth2/introspect", text).body()).isEqualTo("{\"active\":false}");
        form("/oauth2/revoke", text);
        try (McpCaller caller = new McpCaller(product.mcp(), foreign)) {
            assertThat(caller.run("SELECT count(*) AS n FROM orders").statusCode()).isEqualTo(200);
        }
    }

    /** What the other tenant must not read anywhere. */
    private static List<String> marks() {
        return List.of(
                "ana@example.org",
                ana.id().toString(),
                grant,
                product.clientId(),
                "demo-agent",
                "Editor of main",
                "exposed_columns",
                "customers");
    }

    /** What a request needs to get as far as the thing that it names. */
    private static String body(Routes.Route route) {
        String client = product.clientId();
        return switch (route.request()) {
            case "POST /api/v1/admin/clients" -> "{\"name\":\"mine\",\"scopes\":[\"query\"]}";
            case "POST /api/v1/admin/clients/disable", "POST /api/v1/admin/clients/allow" ->
                    "{\"client_id\":\"" + client + "\"}";
            case "POST /api/v1/policy/explain", "POST /api/v1/policy/try" ->
                    "{\"sql\":\"SELECT 1 FROM orders\",\"source\":\"shop\",\"as\":\"%s\"}"
                            .formatted(client);
            case "PUT /api/v1/policy" -> "version: 1\n";
            default -> route.method().equals("GET") ? "" : "{}";
        };
    }

    /** All rows of the tenant but those of the log of requests, which sign for nothing here. */
    private static SortedMap<String, String> everythingOfMain() {
        Rows rows = new Rows(deployment());
        SortedMap<String, String> digests = rows.digests("tenant_main");
        for (Map.Entry<String, String> table :
                Map.of(
                                "tenants", "id = 'main'",
                                "accounts", "tenant = 'main'",
                                "oauth_clients", "tenant = 'main'",
                                "oauth_grants", "tenant = 'main'")
                        .entrySet()) {
            digests.put(table.getKey(), rows.digest("sluice." + table.getKey(), table.getValue()));
        }
        return digests;
    }

    private static HttpResponse<String> form(String path, String body) throws Exception {
        try (Secret secret = Secret.takingOver(intruder.secret().reveal().clone())) {
            String credentials =
                    intruder.client().id()
                            + ":"
                            + new String(secret.reveal(), StandardCharsets.US_ASCII);
            return send(
                    HttpRequest.newBuilder(URI.create(product.url() + path))
                            .header(
                                    "Authorization",
                                    "Basic "
                                            + Base64.getEncoder()
                                                    .encodeToString(
                                                            credentials.getBytes(
                                                                    StandardCharsets.US_ASCII)))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body)));
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
