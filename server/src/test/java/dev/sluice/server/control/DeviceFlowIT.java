package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeviceFlowIT {
    private static final String CLI = "sluice-cli";
    private static TestServer server;
    private static TestPerson ana;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        ana = new TestPerson(server, "ana@example.org", TestDeployment.TENANT).signedIn();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode begin(Map<String, String> more) {
        Map<String, String> fields = new java.util.HashMap<>(Map.of("client_id", CLI));
        fields.putAll(more);
        HttpResponse<String> response = ana.form("/oauth2/device_authorization", fields);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestServer.json(response);
    }

    private static HttpResponse<String> poll(JsonNode device) {
        server.deployment.clock.turn(Duration.ofSeconds(4)); // form() turns it by two more
        return pollAtOnce(device);
    }

    private static HttpResponse<String> pollAtOnce(JsonNode device) {
        return ana.form(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:device_code",
                        "client_id",
                        CLI,
                        "device_code",
                        device.get("device_code").asString()));
    }

    private static HttpResponse<String> enter(TestPerson person, String code) {
        return person.press(person.get("/device"), Map.of("user_code", code));
    }

    @Test
    void letsACommandLineInOnceSomebodySaidSo() {
        JsonNode device = begin(Map.of("scope", "query admin"));
        String code = device.get("user_code").asString();
        assertThat(code).matches("[B-Z]{4}-[B-Z]{4}");
        assertThat(device.get("verification_uri").asString())
                .isEqualTo(server.url.issuer() + "/device");
        assertThat(device.get("verification_uri_complete").asString())
                .endsWith("?user_code=" + code);
        assertThat(device.get("expires_in").asInt()).isEqualTo(600);
        assertThat(device.get("interval").asInt()).isEqualTo(5);
        assertThat(TestPerson.error(poll(device))).isEqualTo("400 authorization_pending");
        HttpResponse<String> page =
                enter(ana, code.toLowerCase(java.util.Locale.ROOT).replace("-", " "));
        assertThat(page.body())
                .contains("Sluice command line")
                .contains("<strong>127.0.0.1</strong>")
                .contains("Administer connections")
                .contains("ana@example.org");
        assertThat(TestPerson.error(poll(device)))
                .as("looking is not allowing")
                .isEqualTo("400 authorization_pending");
        assertThat(ana.press(page, Map.of("user_code", code, "decision", "allow")).body())
                .contains("The device is in");
        JsonNode tokens = TestServer.json(poll(device));
        assertThat(TestPerson.scopes(tokens)).containsExactlyInAnyOrder("query", "admin");
        assertThat(ana.refresh(CLI, tokens.get("refresh_token").asString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aCodeInTheAddressStillNeedsAClick() {
        JsonNode device = begin(Map.of());
        String address = "/device?user_code=" + device.get("user_code").asString();
        TestPerson bo = new TestPerson(server, "bo@example.org", TestDeployment.TENANT);
        assertThat(bo.get(address).headers().firstValue("Location").orElseThrow())
                .contains("/signin?continue=%2Fdevice%3Fuser_code%3D");
        bo.signedIn();
        assertThat(bo.get(address).body()).contains("Let it in");
        assertThat(TestPerson.error(poll(device))).isEqualTo("400 authorization_pending");
    }

    @Test
    void aSecondUseOfADeviceCodeRevokesWhatItGave() throws Exception {
        JsonNode device = begin(Map.of());
        String code = device.get("user_code").asString();
        ana.press(enter(ana, code), Map.of("user_code", code, "decision", "allow"));
        String access = TestServer.json(poll(device)).get("access_token").asString();
        assertThat(TestPerson.error(poll(device))).isEqualTo("400 invalid_grant");
        server.verifier.invalidate(SignedJWT.parse(access).getJWTClaimsSet().getJWTID());
        assertThat(server.verifier.authenticate("Bearer " + access, "query"))
                .isInstanceOf(Challenge.class);
    }

    @Test
    void tellsADeviceToSlowDown() {
        JsonNode device = begin(Map.of());
        assertThat(TestPerson.error(poll(device))).isEqualTo("400 authorization_pending");
        assertThat(TestPerson.error(pollAtOnce(device))).isEqualTo("400 slow_down");
        assertThat(TestPerson.error(poll(device))).as("ten seconds now").isEqualTo("400 slow_down");
        server.deployment.clock.turn(Duration.ofSeconds(15));
        assertThat(TestPerson.error(pollAtOnce(device))).isEqualTo("400 authorization_pending");
    }

    @Test
    void passesNoProxyOffAsTheDevice() throws Exception {
        try (TestServer proxied =
                new TestServer("https://sluice.example.org", RateLimits.DEFAULT)) {
            HttpResponse<String> started =
                    proxied.send(
                            proxied.form("/oauth2/device_authorization", Map.of("client_id", CLI)));
            String code = TestServer.json(started).get("user_code").asString();
            assertThat(proxied.deployment.devices.waiting(code).orElseThrow().place())
                    .contains("cannot see");
        }
    }

    @Test
    void turnsADeviceAway() {
        JsonNode device = begin(Map.of());
        String code = device.get("user_code").asString();
        assertThat(
                        ana.press(enter(ana, code), Map.of("user_code", code, "decision", "deny"))
                                .body())
                .contains("refused");
        assertThat(TestPerson.error(poll(device))).isEqualTo("400 access_denied");
        assertThat(enter(ana, code).statusCode()).isEqualTo(404);
    }

    @Test
    void aCodeExpires() {
        JsonNode device = begin(Map.of());
        server.deployment.clock.turn(Duration.ofMinutes(11));
        assertThat(enter(ana, device.get("user_code").asString()).statusCode()).isEqualTo(404);
        assertThat(TestPerson.error(poll(device))).isEqualTo("400 expired_token");
    }

    @Test
    void boundsHowManyCodesSomebodyTries() {
        TestPerson cy = new TestPerson(server, "cy@example.org", TestDeployment.TENANT).signedIn();
        HttpResponse<String> form = cy.get("/device");
        HttpResponse<String> last = form;
        int tries = 0;
        while (last.statusCode() != 429 && tries < 50) {
            last =
                    cy.press(
                            form,
                            Map.of("user_code", "BBBB-BBB" + "BCDFGHJKLM".charAt(tries % 10)));
            tries++;
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        assertThat(tries).isLessThanOrEqualTo(12);
        JsonNode device = begin(Map.of());
        assertThat(
                        cy.press(form, Map.of("user_code", device.get("user_code").asString()))
                                .statusCode())
                .as("the right one neither")
                .isEqualTo(429);
        server.deployment.clock.turn(Duration.ofMinutes(10));
    }

    @Test
    void aDeviceCodeOfAnotherProgramIsWorthNothing() {
        JsonNode device = begin(Map.of());
        assertThat(
                        TestPerson.error(
                                ana.form(
                                        "/oauth2/token",
                                        Map.of(
                                                "grant_type",
                                                "urn:ietf:params:oauth:grant-type:device_code",
                                                "client_id",
                                                CLI,
                                                "device_code",
                                                device.get("user_code").asString()))))
                .isEqualTo("400 invalid_grant");
        assertThat(
                        TestPerson.error(
                                ana.form(
                                        "/oauth2/device_authorization",
                                        Map.of("client_id", "client_unknown"))))
                .isEqualTo("401 invalid_client");
        assertThat(
                        TestPerson.error(
                                ana.form(
                                        "/oauth2/device_authorization",
                                        Map.of("client_id", CLI, "scope", "root"))))
                .isEqualTo("400 invalid_scope");
    }

    @Test
    void keepsNoCodeInClear() {
        JsonNode device = begin(Map.of());
        assertThat(server.deployment.dump("oauth_devices"))
                .doesNotContain(device.get("device_code").asString())
                .doesNotContain(device.get("user_code").asString().replace("-", ""));
    }

    @Test
    void boundsHowManyDevicesBeginFromOneAddress() throws Exception {
        RateLimits.Limit two = new RateLimits.Limit(2, Duration.ofMinutes(1));
        RateLimits.Limit any = new RateLimits.Limit(100, Duration.ofSeconds(1));
        RateLimits few =
                new RateLimits(any, any, any, any, new RateLimits.Strangers(two, any, any));
        try (TestServer bounded = new TestServer("", few)) {
            for (int i = 0; i < 2; i++) {
                assertThat(start(bounded).statusCode()).isEqualTo(200);
            }
            HttpResponse<String> refused = start(bounded);
            assertThat(TestPerson.error(refused)).isEqualTo("429 temporarily_unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).contains("60");
            bounded.deployment.clock.turn(Duration.ofMinutes(1));
            assertThat(start(bounded).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> start(TestServer server) {
        return server.send(
                server.form("/oauth2/device_authorization", Map.of("client_id", CLI))
                        .header("X-Forwarded-For", "198.51.100.7"));
    }
}
