package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AdminApiIT {
    private static TestServer server;
    private static String client;
    private static String bearer;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        bearer = "Bearer " + token(Set.of("query", "admin"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String token(Set<String> scopes) {
        var created = server.deployment.clients.create(TestDeployment.TENANT, "ci", scopes);
        client = created.client().id();
        var response =
                server.send(
                        server.form(
                                        "/oauth2/token",
                                        Map.of(
                                                "grant_type",
                                                "client_credentials",
                                                "scope",
                                                String.join(" ", scopes)))
                                .header(
                                        "Authorization",
                                        TestServer.basic(
                                                client, TestDeployment.text(created.secret()))));
        return TestServer.json(response).get("access_token").asString();
    }

    private static HttpResponse<String> call(HttpRequest.Builder request) {
        return server.send(request.header("Authorization", bearer));
    }

    private static HttpRequest.Builder post(String body) {
        return server.at("/api/v1/probe/echo")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void expect(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
        JsonNode body = TestServer.json(response);
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder("error", "code", "details", "request_id");
        assertThat(body.get("code").asString()).isEqualTo(code);
        assertThat(body.get("request_id").asString())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElse(""));
    }

    @Test
    void tellsTheCallerWhoItIs() {
        var response = call(server.at("/api/v1/whoami"));
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = TestServer.json(response);
        assertThat(body.get("tenant").asString()).isEqualTo("main");
        assertThat(body.get("scopes").toString()).isEqualTo("[\"admin\",\"query\"]");
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void challengesACallerWithoutAToken() {
        var response = server.get("/api/v1/whoami");
        expect(response, 401, "UNAUTHENTICATED");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                .isEqualTo(
                        "Bearer scope=\"admin\", resource_metadata=\""
                                + server.url.resourceMetadata()
                                + "\"");
    }

    @Test
    void asksForTheScopeThatIsMissing() {
        String query = "Bearer " + token(Set.of("query"));
        assertThat(
                        server.send(server.at("/api/v1/whoami").header("Authorization", query))
                                .statusCode())
                .isEqualTo(200);
        var response = server.send(server.at("/api/v1/other").header("Authorization", query));
        expect(response, 403, "INSUFFICIENT_SCOPE");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains(
                        "error=\"insufficient_scope\"",
                        "scope=\"admin query\"",
                        "resource_metadata=");
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        var response =
                server.send(
                        server.at("/api/v1/whoami")
                                .header("Authorization", bearer)
                                .header("Authorization", bearer));
        expect(response, 401, "UNAUTHENTICATED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/unknown", "/api/v1", "/api/", "/api/v1/whoami/x"})
    void answersUnknownPathsWithJson(String path) {
        expect(call(server.at(path)), 404, "NOT_FOUND");
        expect(server.get(path), 401, "UNAUTHENTICATED");
    }

    @Test
    void answersAWrongMethod() {
        var response = call(server.at("/api/v1/whoami").DELETE());
        expect(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null x",
                "{\"first_word\":\"a\",\"other\":1}",
                "{\"first_word\":{\"a\":1}}",
                "{\"first_word\":\"a\"}{}",
                "\u0000\u0001"
            })
    void refusesABodyItCannotRead(String body) {
        expect(call(post(body)), 400, "INVALID_ARGUMENT");
    }

    @Test
    void refusesABodyThatIsNestedTooDeep() {
        expect(call(post("[".repeat(100_000))), 400, "INVALID_ARGUMENT");
    }

    @Test
    void readsAndWritesSnakeCase() {
        var response = call(post("{\"first_word\":\"ü\"}"));
        assertThat(response.body()).isEqualTo("{\"first_word\":\"ü\"}");
    }

    @Test
    void readsTextInUtf8() {
        var response =
                call(
                        server.at("/api/v1/probe/text")
                                .header("Content-Type", "application/yaml")
                                .PUT(HttpRequest.BodyPublishers.ofString("a: ü")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = TestServer.json(response);
        assertThat(body.get("text").asString()).isEqualTo("a: ü");
        assertThat(response.headers().firstValue("X-Request-Id"))
                .contains(body.get("id").asString());
    }

    @Test
    void refusesAnotherContentType() {
        var response =
                call(
                        server.at("/api/v1/probe/text")
                                .header("Content-Type", "application/xml")
                                .PUT(HttpRequest.BodyPublishers.ofString("<a/>")));
        expect(response, 415, "MEDIA_TYPE_UNSUPPORTED");
    }

    @Test
    void boundsBodiesWhetherAnnouncedOrNot() {
        byte[] large = "x".repeat(EdgeFilter.BODY_BYTES_MAX + 1).getBytes(StandardCharsets.UTF_8);
        var announced = HttpRequest.BodyPublishers.ofByteArray(large);
        var chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        for (var body : new HttpRequest.BodyPublisher[] {announced, chunked}) {
            var response =
                    call(
                            server.at("/api/v1/probe/text")
                                    .header("Content-Type", "application/yaml")
                                    .PUT(body));
            expect(response, 413, "REQUEST_TOO_LARGE");
        }
    }

    @Test
    void passesRefusalsOnAndKeepsDefectsToItself() {
        var refusal = call(server.at("/api/v1/probe/refusal"));
        expect(refusal, 409, "CONNECTION_EXISTS");
        assertThat(TestServer.json(refusal).get("details").get("name").asString())
                .isEqualTo("shop");
        var failure = call(server.at("/api/v1/probe/failure"));
        expect(failure, 500, "INTERNAL");
        assertThat(failure.body()).doesNotContain("secret internals", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1//whoami", "/api/v1/%2e%2e/whoami", "/api/v1/whoami;x=y"})
    void refusesAmbiguousPaths(String path) {
        var response = call(server.at(path));
        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(response.body()).doesNotContain("Exception");
    }
}
