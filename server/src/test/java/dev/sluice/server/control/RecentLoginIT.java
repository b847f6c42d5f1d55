package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.Apps;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a token says of the sign-in it comes of, and what that is good for. */
class RecentLoginIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestServer server;
    private static String program;

    private TestPerson ana;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        JsonNode registered =
                TestServer.json(
                        server.send(
                                server.at("/oauth2/register")
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        """
                                                        {"client_name":"editor",
                                                         "scope":"query admin",
                                                         "token_endpoint_auth_method":"none",
                                                         "redirect_uris":["%s"]}\
                                                        """
                                                                .formatted(TestPerson.CALLBACK)))));
        program = registered.get("client_id").asString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newPerson() {
        server.deployment.factors.policy().set(TestDeployment.TENANT, false, Actor.OPERATOR);
        server.deployment.clock.turn(Duration.ofMinutes(30));
        ana =
                new TestPerson(
                        server,
                        "rec" + NUMBER.incrementAndGet() + "@example.org",
                        TestDeployment.TENANT);
    }

    private JsonNode tokens() {
        Map<String, String> answer = ana.allow(program, Map.of("scope", "query admin"));
        return token(
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        program,
                        "code",
                        answer.get("code"),
                        "redirect_uri",
                        TestPerson.CALLBACK,
                        "code_verifier",
                        TestPerson.VERIFIER));
    }

    private static JsonNode token(Map<String, String> fields) {
        return TestServer.json(server.send(server.form("/oauth2/token", fields)));
    }

    private static JsonNode refreshed(JsonNode tokens) {
        return token(
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        program,
                        "refresh_token",
                        tokens.get("refresh_token").asString()));
    }

    private static JsonNode claims(JsonNode tokens) {
        String payload = tokens.get("access_token").asString().split("\\.", -1)[1];
        return TestServer.JSON.readTree(Base64.getUrlDecoder().decode(payload));
    }

    private static HttpResponse<String> change(JsonNode tokens) {
        return server.send(
                server.at("/api/v1/probe/echo")
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + tokens.get("access_token").asString())
                        .POST(HttpRequest.BodyPublishers.ofString("{\"first_word\":\"x\"}")));
    }

    private static HttpResponse<String> read(JsonNode tokens) {
        return server.send(
                server.at("/api/v1/probe/it")
                        .header(
                                "Authorization",
                                "Bearer " + tokens.get("access_token").asString()));
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("no redirect");
    }

    @Test
    void aTokenSaysHowAndWhenItsPersonSignedInAlsoRefreshed() {
        Instant at = server.deployment.clock.instant();
        ana.signedIn();
        JsonNode tokens = tokens();
        long signedIn = claims(tokens).get("auth_time").asLong();
        assertThat(Instant.ofEpochSecond(signedIn)).isBetween(at, at.plusSeconds(60));
        assertThat(claims(tokens).get("amr").toString()).isEqualTo("[\"pwd\"]");
        server.deployment.clock.turn(Duration.ofMinutes(20));
        JsonNode later = refreshed(tokens);
        assertThat(claims(later).get("auth_time").asLong()).isEqualTo(signedIn);
    }

    @Test
    void aChangeNeedsASignInOfTheLastFiveMinutes() {
        ana.signedIn();
        JsonNode tokens = tokens();
        assertThat(change(tokens).statusCode()).isEqualTo(200);
        server.deployment.clock.turn(Duration.ofMinutes(5));
        HttpResponse<String> refused = change(tokens);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(TestServer.json(refused).get("code").asString())
                .isEqualTo("RECENT_LOGIN_REQUIRED");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("error=\"insufficient_user_authentication\"", "max_age=\"300\"");
        assertThat(read(tokens).statusCode()).isEqualTo(200);
        JsonNode later = refreshed(tokens);
        assertThat(change(later).statusCode()).isEqualTo(401);
        assertThat(read(later).statusCode()).isEqualTo(200);
        ana.signedIn();
        assertThat(change(tokens()).statusCode()).isEqualTo(200);
    }

    @Test
    void asksAgainWhereAProgramWantsARecentSignIn() {
        ana.signedIn();
        server.deployment.clock.turn(Duration.ofMinutes(10));
        for (Map<String, String> wish :
                List.of(Map.of("max_age", "300"), Map.of("prompt", "login"))) {
            String address = TestPerson.authorize(TestPerson.request(program, wish));
            String signIn = location(ana.get(address));
            assertThat(signIn).startsWith("/signin?continue=");
            server.deployment.clock.turn(Duration.ofSeconds(20));
            HttpResponse<String> in = ana.signIn(signIn);
            String on =
                    URLDecoder.decode(
                            URI.create(location(in)).getRawQuery().substring("continue=".length()),
                            StandardCharsets.UTF_8);
            server.deployment.clock.turn(Duration.ofMinutes(4));
            HttpResponse<String> consent = ana.get(on);
            assertThat(consent.statusCode()).as(on).isEqualTo(200);
            assertThat(TestPerson.answer(ana.press(consent, Map.of("decision", "allow"))))
                    .containsKey("code");
            server.deployment.clock.turn(Duration.ofMinutes(10));
        }
    }

    @Test
    void refusesAnAgeThatIsNoNumber() {
        ana.signedIn();
        for (String age : List.of("-1", "x", "9999999999", "1.5")) {
            HttpResponse<String> answer =
                    ana.get(
                            TestPerson.authorize(
                                    TestPerson.request(program, Map.of("max_age", age))));
            assertThat(answer.body() + location(answer)).contains("max_age");
        }
    }

    @Test
    void whoeverLetsADeviceAdministerSignsInAnew() {
        ana.signedIn();
        JsonNode device =
                TestServer.json(
                        server.send(
                                server.form(
                                        "/oauth2/device_authorization",
                                        Map.of(
                                                "client_id",
                                                "sluice-cli",
                                                "scope",
                                                "query admin"))));
        String address = "/device?user_code=" + device.get("user_code").asString();
        assertThat(ana.get(address).statusCode()).isEqualTo(200);
        HttpResponse<String> page = ana.get(address);
        server.deployment.clock.turn(Duration.ofMinutes(5));
        HttpResponse<String> late =
                ana.press(
                        page,
                        Map.of(
                                "decision",
                                "allow",
                                "user_code",
                                device.get("user_code").asString()));
        assertThat(location(late)).startsWith("/signin?continue=%2Fdevice");
        assertThat(location(ana.get(address))).startsWith("/signin?continue=%2Fdevice");
        ana.signIn(location(late));
        assertThat(ana.get(address).statusCode()).isEqualTo(200);
    }

    @Test
    void aSecondFactorStandsInTheToken() {
        try (Secret secret = SecondFactors.newSecret()) {
            server.deployment.factors.apps().add(ana.account, secret, code(secret));
            server.deployment.clock.turn(Duration.ofMinutes(1));
            ana.signIn("/signin");
            ana.press(ana.get("/signin/code"), Map.of("code", code(secret)));
            JsonNode tokens = tokens();
            assertThat(claims(tokens).get("amr").toString()).isEqualTo("[\"mfa\",\"otp\",\"pwd\"]");
            server.deployment.factors.policy().set(TestDeployment.TENANT, true, Actor.OPERATOR);
            assertThat(read(tokens).statusCode()).isEqualTo(200);
            assertThat(refreshed(tokens).has("access_token")).isTrue();
        }
    }

    private static String code(Secret secret) {
        return Apps.code(secret, server.deployment.clock.instant());
    }

    @Test
    void endsWhatHasNoSecondFactorOnceTheTenantAsksForOne() {
        ana.signedIn();
        JsonNode tokens = tokens();
        String jti = claims(tokens).get("jti").asString();
        HttpResponse<String> page =
                ana.get(TestPerson.authorize(TestPerson.request(program, Map.of())));
        String code = TestPerson.answer(ana.press(page, Map.of("decision", "allow"))).get("code");
        server.deployment.factors.policy().set(TestDeployment.TENANT, true, Actor.OPERATOR);
        assertThat(read(tokens).statusCode()).isEqualTo(401);
        assertThat(server.deployment.epoch(TestDeployment.TENANT, "token:" + jti)).isEqualTo(1);
        assertThat(refreshed(tokens).get("error").asString()).isEqualTo("invalid_grant");
        JsonNode late =
                token(
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "client_id",
                                program,
                                "code",
                                code,
                                "redirect_uri",
                                TestPerson.CALLBACK,
                                "code_verifier",
                                TestPerson.VERIFIER));
        assertThat(late.get("error").asString()).isEqualTo("invalid_grant");
        server.deployment.factors.policy().set(TestDeployment.TENANT, false, Actor.OPERATOR);
        assertThat(read(tokens).statusCode()).isEqualTo(401);
    }

    @Test
    void leavesOtherTenantsAndMachinesAlone() {
        TestPerson eve =
                new TestPerson(
                        server,
                        "oth" + NUMBER.incrementAndGet() + "@example.org",
                        TestDeployment.OTHER);
        ana = eve.signedIn();
        JsonNode theirs = tokens();
        var created =
                server.deployment.clients.create(TestDeployment.TENANT, "ci", Set.of("admin"));
        JsonNode machine =
                TestServer.json(
                        server.send(
                                server.form(
                                                "/oauth2/token",
                                                Map.of("grant_type", "client_credentials"))
                                        .header(
                                                "Authorization",
                                                TestServer.basic(
                                                        created.client().id(),
                                                        TestDeployment.text(created.secret())))));
        server.deployment.factors.policy().set(TestDeployment.TENANT, true, Actor.OPERATOR);
        assertThat(read(theirs).statusCode()).isEqualTo(200);
        assertThat(read(machine).statusCode()).isEqualTo(200);
        assertThat(change(machine).statusCode()).isEqualTo(200);
        server.deployment.clock.turn(Duration.ofMinutes(6));
        assertThat(change(machine).statusCode()).isEqualTo(401);
        assertThat(read(machine).statusCode()).isEqualTo(200);
    }
}
