package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.server.document.AddressRule;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients that nobody here made: registered by themselves, or described by a document. */
class OpenClientsIT {
    private static final AtomicInteger READS = new AtomicInteger();
    private static TestServer server;
    private static TestPerson ana;
    private static HttpServer site;
    private static String home;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        ana = new TestPerson(server, "ana@example.org", TestDeployment.TENANT).signedIn();
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", OpenClientsIT::serve);
        site.start();
        home = "http://127.0.0.1:" + site.getAddress().getPort();
    }

    @AfterAll
    static void stop() {
        site.stop(0);
        server.close();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        READS.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/moved")) {
            exchange.getResponseHeaders().add("Location", home + "/good.json");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        String id = path.equals("/liar.json") ? home + "/good.json" : home + path;
        String redirect =
                path.equals("/bad.json") ? "javascript:alert(1)" : "http://127.0.0.1/callback";
        String padding = path.equals("/large.json") ? "x".repeat(70_000) : "";
        byte[] body =
                ("{\"client_id\":\"%s\",\"client_name\":\"Assistant\",\"redirect_uris\":[\"%s\"],"
                                + "\"token_endpoint_auth_method\":\"none\",\"x\":\"%s\"}")
                        .formatted(id, redirect, padding)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", path.equals("/text.json") ? "text/plain" : "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpResponse<String> register(String json) {
        server.deployment.clock.turn(Duration.ofMinutes(1));
        return server.send(
                server.at("/oauth2/register")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void registersAProgramWithThreePlacesToRedirectTo() {
        HttpResponse<String> response =
                register(
                        """
                        {"client_name":"Editor","client_uri":"https://editor.example",
                         "redirect_uris":["cursor://anysphere.cursor-mcp/oauth/callback",
                           "https://editor.example/cb","http://localhost:8787/callback"],
                         "grant_types":["authorization_code","refresh_token"],
                         "response_types":["code"],"token_endpoint_auth_method":"client_secret_basic"}
                        """);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode client = TestServer.json(response);
        assertThat(client.get("token_endpoint_auth_method").asString()).isEqualTo("none");
        assertThat(client.has("client_secret")).isFalse();
        assertThat(client.get("redirect_uris")).hasSize(3);
        assertThat(client.get("client_uri").asString()).isEqualTo("https://editor.example");
        String id = client.get("client_id").asString();
        for (String redirect :
                java.util.List.of(
                        "cursor://anysphere.cursor-mcp/oauth/callback",
                        "https://editor.example/cb",
                        "http://localhost:50123/callback")) {
            Map<String, String> asked = Map.of("redirect_uri", redirect);
            String code = ana.allow(id, asked).get("code");
            assertThat(ana.redeem(id, code, asked).statusCode()).as(redirect).isEqualTo(200);
        }
        assertThat(
                        ana.get(
                                        TestPerson.authorize(
                                                TestPerson.request(
                                                        id,
                                                        Map.of(
                                                                "redirect_uri",
                                                                "https://editor.example/cb"))))
                                .body())
                .as("anybody can call themselves anything: asked every time")
                .contains("nobody has checked it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"redirect_uris\":[\"javascript:alert(1)\"]}",
                "{\"redirect_uris\":[\"data:text/html,x\"]}",
                "{\"redirect_uris\":[\"file:///etc/passwd\"]}",
                "{\"redirect_uris\":[\"http://app.example/cb\"]}",
                "{\"redirect_uris\":[\"https://a.example/cb#frag\"]}",
                "{\"redirect_uris\":[\"https://a@b.example/cb\"]}",
                "{\"redirect_uris\":[\"https://ok.example/\",\"vbscript:x\"]}",
                "{\"redirect_uris\":[]}",
                "{\"redirect_uris\":\"https://a.example\"}",
                "{\"redirect_uris\":[1]}",
                "{}"
            })
    void refusesPlacesThatAreNone(String metadata) {
        assertThat(TestPerson.error(register(metadata))).isEqualTo("400 invalid_redirect_uri");
    }

    @Test
    void refusesMetadataThatIsNone() {
        assertThat(TestPerson.error(register("{"))).isEqualTo("400 invalid_client_metadata");
        assertThat(
                        TestPerson.error(
                                register(
                                        "{\"redirect_uris\":[\"https://a.example/\"],"
                                                + "\"client_name\":\""
                                                + "x".repeat(20_000)
                                                + "\"}")))
                .isEqualTo("400 invalid_client_metadata");
        assertThat(
                        TestPerson.error(
                                register(
                                        "{\"redirect_uris\":[\"https://a.example/\"],"
                                                + "\"grant_types\":[\"password\"]}")))
                .isEqualTo("400 invalid_client_metadata");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u202egnp.exe",
                "a\\u200bb",
                "a\\u0000",
                "\\u3164",
                "a\\u00a0b",
                "",
                "   ",
                "\\ud800"
            })
    void refusesANameThatDeceives(String name) {
        assertThat(
                        TestPerson.error(
                                register(
                                        "{\"redirect_uris\":[\"https://a.example/\"],"
                                                + "\"client_name\":\""
                                                + name
                                                + "\"}")))
                .isEqualTo("400 invalid_client_metadata");
    }

    @Test
    void sendsNobodyToAPlaceThatAnybodyRegisteredBeforeTheySignedIn() {
        String id =
                TestServer.json(register("{\"redirect_uris\":[\"https://evil.example/\"]}"))
                        .get("client_id")
                        .asString();
        TestPerson stranger = new TestPerson(server, "nia@example.org", TestDeployment.TENANT);
        Map<String, String> silently =
                Map.of("prompt", "none", "redirect_uri", "https://evil.example/");
        assertThat(
                        stranger.get(TestPerson.authorize(TestPerson.request(id, silently)))
                                .headers()
                                .firstValue("Location")
                                .orElseThrow())
                .startsWith("/signin");
    }

    @Test
    void sendsNobodyToAPlaceThatAnybodyRegisteredUnlessTheyPressedAButton() {
        String id =
                TestServer.json(register("{\"redirect_uris\":[\"https://evil.example/\"]}"))
                        .get("client_id")
                        .asString();
        for (Map<String, String> faulty :
                java.util.List.of(
                        Map.of("scope", "nonsense"),
                        Map.of("response_type", "token"),
                        Map.of("code_challenge", ""),
                        Map.of("state", "x".repeat(3_000)),
                        Map.of("resource", "https://elsewhere.example"),
                        Map.of("prompt", "none"))) {
            Map<String, String> asked = new java.util.HashMap<>(faulty);
            asked.put("redirect_uri", "https://evil.example/");
            HttpResponse<String> page =
                    ana.get(TestPerson.authorize(TestPerson.request(id, asked)));
            assertThat(page.statusCode()).as(faulty.toString()).isEqualTo(400);
            assertThat(page.headers().firstValue("Location")).isEmpty();
            assertThat(page.body()).doesNotContain("evil.example");
        }
        HttpResponse<String> consent =
                ana.get(
                        TestPerson.authorize(
                                TestPerson.request(
                                        id, Map.of("redirect_uri", "https://evil.example/"))));
        assertThat(TestPerson.answer(ana.press(consent, Map.of("decision", "deny"))))
                .containsEntry("error", "access_denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client%00", "https://127.0.0.1/a%00", "https://a.example/%E2%80%AEx"})
    void knowsNoClientByANameThatIsNoPlainText(String id) {
        HttpResponse<String> page = ana.get("/oauth2/authorize?client_id=" + id);
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("is not known");
    }

    @Test
    void servesPeopleOfEveryTenant() {
        String id =
                TestServer.json(register("{\"redirect_uris\":[\"" + TestPerson.CALLBACK + "\"]}"))
                        .get("client_id")
                        .asString();
        TestPerson other =
                new TestPerson(server, "oda@example.org", TestDeployment.OTHER).signedIn();
        assertThat(tenant(other.tokens(id, Map.of()))).isEqualTo("other");
        assertThat(tenant(ana.tokens(id, Map.of()))).isEqualTo("main");
    }

    private static String tenant(JsonNode tokens) {
        try {
            return com.nimbusds.jwt.SignedJWT.parse(tokens.get("access_token").asString())
                    .getJWTClaimsSet()
                    .getStringClaim("tenant");
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void forgetsRegistrationsThatNobodyUsed() {
        String metadata = "{\"redirect_uris\":[\"" + TestPerson.CALLBACK + "\"]}";
        String unused = TestServer.json(register(metadata)).get("client_id").asString();
        String used = TestServer.json(register(metadata)).get("client_id").asString();
        ana.tokens(used, Map.of());
        server.deployment.clock.turn(Duration.ofHours(25));
        register(metadata);
        assertThat(server.deployment.clients.find(unused)).isEmpty();
        assertThat(server.deployment.clients.find(used)).isPresent();
        ana.signedIn();
    }

    @Test
    void boundsRegistrationsFromOneAddressAndCanBeSwitchedOff() throws Exception {
        String metadata = "{\"redirect_uris\":[\"https://a.example/cb\"]}";
        RateLimits.Limit two = new RateLimits.Limit(2, Duration.ofMinutes(1));
        RateLimits.Limit any = new RateLimits.Limit(100, Duration.ofSeconds(1));
        RateLimits few =
                new RateLimits(any, any, any, any, new RateLimits.Strangers(two, any, any));
        try (TestServer bounded = new TestServer("", few)) {
            HttpResponse<String> last = null;
            for (int i = 0; i < 3; i++) {
                last =
                        bounded.send(
                                bounded.at("/oauth2/register")
                                        .header("X-Forwarded-For", "10.0.0." + i)
                                        .POST(HttpRequest.BodyPublishers.ofString(metadata)));
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(last.headers().firstValue("Retry-After")).isPresent();
        }
        try (TestServer closed =
                new TestServer(
                        "",
                        RateLimits.DEFAULT,
                        new ControlPlane.OpenClients(false, AddressRule.PUBLIC))) {
            assertThat(
                            closed.send(
                                            closed.at("/oauth2/register")
                                                    .POST(
                                                            HttpRequest.BodyPublishers.ofString(
                                                                    metadata)))
                                    .statusCode())
                    .isEqualTo(404);
            assertThat(
                            TestServer.json(closed.get("/.well-known/oauth-authorization-server"))
                                    .has("registration_endpoint"))
                    .isFalse();
            TestPerson bo =
                    new TestPerson(closed, "bo@example.org", TestDeployment.TENANT).signedIn();
            int before = READS.get();
            HttpResponse<String> refused =
                    bo.get(TestPerson.authorize(TestPerson.request(home + "/good.json", Map.of())));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(READS.get())
                    .as("a loopback address is not even connected to")
                    .isEqualTo(before);
        }
    }

    @Test
    void knowsAProgramByItsDocumentAndReadsItOnce() {
        String id = home + "/good.json";
        TestPerson stranger = new TestPerson(server, "sid@example.org", TestDeployment.TENANT);
        int before = READS.get();
        assertThat(
                        stranger.get(TestPerson.authorize(TestPerson.request(id, Map.of())))
                                .headers()
                                .firstValue("Location")
                                .orElseThrow())
                .startsWith("/signin");
        assertThat(READS.get()).as("strangers cannot make us fetch").isEqualTo(before);
        HttpResponse<String> page =
                ana.get(
                        TestPerson.authorize(
                                TestPerson.request(
                                        id,
                                        Map.of("redirect_uri", "http://127.0.0.1:4711/callback"))));
        assertThat(page.body()).contains("Assistant").contains("It is described by 127.0.0.1.");
        ana.tokens(id, Map.of());
        ana.tokens(id, Map.of());
        assertThat(READS.get()).isEqualTo(before + 1);
        server.deployment.clock.turn(Duration.ofMinutes(61));
        ana.signedIn();
        ana.tokens(id, Map.of());
        assertThat(READS.get()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/moved", "/liar.json", "/bad.json", "/large.json", "/text.json"})
    void refusesADocumentThatIsNotOne(String path) {
        HttpResponse<String> page =
                ana.get(TestPerson.authorize(TestPerson.request(home + path, Map.of())));
        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("cannot be used");
    }

    @Test
    void theMetadataTellsTheTruth() {
        JsonNode metadata = TestServer.json(server.get("/.well-known/oauth-authorization-server"));
        assertThat(metadata.get("code_challenge_methods_supported").toString())
                .isEqualTo("[\"S256\"]");
        assertThat(metadata.get("token_endpoint_auth_methods_supported").toString())
                .contains("\"none\"");
        assertThat(metadata.get("client_id_metadata_document_supported").asBoolean()).isTrue();
        assertThat(metadata.get("authorization_response_iss_parameter_supported").asBoolean())
                .isTrue();
        assertThat(metadata.get("scopes_supported").toString()).isEqualTo("[\"query\",\"admin\"]");
        metadata.propertyStream()
                .filter(it -> it.getKey().endsWith("_endpoint") || it.getKey().equals("jwks_uri"))
                .forEach(it -> {
                    String path = it.getValue().asString().substring(server.url.issuer().length());
                    assertThat(server.get(path).statusCode()).as(path).isIn(200, 400, 405);
                });
    }
}
