package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients.Created;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuthorizationServerIT {
    private static TestServer server;
    private static Created created;
    private static String id;
    private static String secret;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        created = newClient(Set.of("query", "admin"));
        id = created.client().id();
        secret = TestDeployment.text(created.secret());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Created newClient(Set<String> scopes) {
        return server.deployment.clients.create(TestDeployment.TENANT, "ci", scopes);
    }

    private static HttpResponse<String> token(Map<String, String> fields) {
        return server.send(
                server.form("/oauth2/token", fields)
                        .header("Authorization", TestServer.basic(id, secret)));
    }

    private static String issue() {
        server.deployment.clock.turn(Duration.ofSeconds(2)); // the limits refill
        return TestServer.json(token(Map.of("grant_type", "client_credentials")))
                .get("access_token")
                .asString();
    }

    @Test
    void issuesATokenWithTheClaimsOfTheContract() throws Exception {
        var response = token(Map.of("grant_type", "client_credentials", "scope", "query"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        JsonNode body = TestServer.json(response);
        assertThat(body.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(body.get("expires_in").asInt()).isBetween(3599, 3600);
        assertThat(body.get("scope").asString()).isEqualTo("query");
        SignedJWT jwt = SignedJWT.parse(body.get("access_token").asString());
        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "aud", "sub", "client_id", "tenant", "scope", "jti", "iat", "exp");
        assertThat(claims.getIssuer()).isEqualTo(server.url.issuer());
        assertThat(claims.getAudience()).containsExactly(server.url.resource());
        assertThat(claims.getSubject()).isEqualTo(id);
        assertThat(claims.getStringClaim("tenant")).isEqualTo("main");
        assertThat(claims.getStringClaim("scope")).isEqualTo("query");
        assertThat(
                        Duration.between(
                                claims.getIssueTime().toInstant(),
                                claims.getExpirationTime().toInstant()))
                .hasSeconds(3600);
    }

    @Test
    void givesTheScopeForQueriesAloneWhenNoneIsAskedFor() {
        var response = token(Map.of("grant_type", "client_credentials"));
        assertThat(TestServer.json(response).get("scope").asString()).isEqualTo("query");
    }

    @Test
    void publishesTheKeyThatVerifiesTheTokenAndNoPrivatePart() throws Exception {
        SignedJWT jwt = SignedJWT.parse(issue());
        String body = server.get("/oauth2/jwks").body();
        JWKSet set = JWKSet.parse(body);
        assertThat(set.containsNonPublicKeys()).isFalse();
        assertThat(body).doesNotContain("\"d\"");
        var key = set.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey();
        assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    }

    @Test
    void takesTheSecretFromTheFormToo() {
        var response =
                server.send(
                        server.form(
                                "/oauth2/token",
                                Map.of(
                                        "grant_type",
                                        "client_credentials",
                                        "client_id",
                                        id,
                                        "client_secret",
                                        secret,
                                        "resource",
                                        server.url.resource())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void answersAnUnknownClientLikeAWrongSecret() {
        Map<String, String> fields = Map.of("grant_type", "client_credentials");
        var unknown =
                server.send(
                        server.form("/oauth2/token", fields)
                                .header("Authorization", TestServer.basic("client_x", secret)));
        var wrong =
                server.send(
                        server.form("/oauth2/token", fields)
                                .header("Authorization", TestServer.basic(id, secret + "x")));
        for (var response : List.of(unknown, wrong)) {
            assertThat(response.statusCode()).isEqualTo(401);
            JsonNode body = TestServer.json(response);
            assertThat(body.get("error").asString()).isEqualTo("invalid_client");
            assertThat(body.get("error_description").asString())
                    .isEqualTo("Client authentication failed.");
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic");
        }
    }

    @Test
    void refusesWithTheCodesOfTheStandard() {
        assertThat(error(token(Map.of("grant_type", "password"))))
                .isEqualTo("400 unsupported_grant_type");
        assertThat(error(token(Map.of("scope", "query")))).isEqualTo("400 invalid_request");
        assertThat(error(token(Map.of("grant_type", "client_credentials", "scope", "root"))))
                .isEqualTo("400 invalid_scope");
        assertThat(
                        error(
                                token(
                                        Map.of(
                                                "grant_type",
                                                "client_credentials",
                                                "resource",
                                                "https://elsewhere.example"))))
                .isEqualTo("400 invalid_target");
        assertThat(
                        error(
                                server.send(
                                        server.form(
                                                "/oauth2/token",
                                                Map.of("grant_type", "client_credentials")))))
                .isEqualTo("401 invalid_client");
    }

    private static String error(HttpResponse<String> response) {
        return response.statusCode() + " " + TestServer.json(response).get("error").asString();
    }

    @Test
    void refusesADisabledClientAndTheTokensItHas() {
        Created other = newClient(Set.of("admin"));
        String otherId = other.client().id();
        String basic = TestServer.basic(otherId, TestDeployment.text(other.secret()));
        Map<String, String> fields = Map.of("grant_type", "client_credentials");
        String token =
                TestServer.json(
                                server.send(
                                        server.form("/oauth2/token", fields)
                                                .header("Authorization", basic)))
                        .get("access_token")
                        .asString();
        assertThat(whoami("Bearer " + token).statusCode()).isEqualTo(200);
        server.deployment.clients.disable(TestDeployment.TENANT, otherId, Actor.OPERATOR);
        assertThat(whoami("Bearer " + token).statusCode()).isEqualTo(401);
        assertThat(
                        error(
                                server.send(
                                        server.form("/oauth2/token", fields)
                                                .header("Authorization", basic))))
                .isEqualTo("401 invalid_client");
    }

    private static HttpResponse<String> whoami(String authorization) {
        return server.send(server.at("/api/v1/whoami").header("Authorization", authorization));
    }

    @Test
    void revokesAToken() throws Exception {
        String token = issue();
        String jti = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
        assertThat(server.verifier.authenticate("Bearer " + token, "query"))
                .isInstanceOf(Authenticated.class);
        var revoked =
                server.send(
                        server.form("/oauth2/revoke", Map.of("token", token))
                                .header("Authorization", TestServer.basic(id, secret)));
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
        assertThat(server.deployment.epoch(TestDeployment.TENANT, "token:" + jti)).isEqualTo(1);
        assertThat(whoami("Bearer " + token).statusCode()).isEqualTo(401);
        server.verifier.invalidate(jti);
        assertThat(server.verifier.authenticate("Bearer " + token, "query"))
                .isInstanceOf(Challenge.class);
    }

    @Test
    void revokingAnUnknownTokenSucceedsAndAForeignOneDoesNot() {
        Created other = newClient(Set.of("query"));
        String basic = TestServer.basic(other.client().id(), TestDeployment.text(other.secret()));
        assertThat(
                        server.send(
                                        server.form("/oauth2/revoke", Map.of("token", "unknown"))
                                                .header("Authorization", basic))
                                .statusCode())
                .isEqualTo(200);
        String token = issue();
        assertThat(
                        error(
                                server.send(
                                        server.form("/oauth2/revoke", Map.of("token", token))
                                                .header("Authorization", basic))))
                .isEqualTo("401 invalid_client");
        assertThat(whoami("Bearer " + token).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsNoTokenAndNoSecretInClear() {
        String token = issue();
        assertThat(server.deployment.dump("access_tokens"))
                .doesNotContain(token.substring(token.lastIndexOf('.')));
        assertThat(server.deployment.dump("oauth_clients")).doesNotContain(secret);
    }

    @Test
    void namesOnlyEndpointsThatAnswer() {
        JsonNode metadata = TestServer.json(server.get("/.well-known/oauth-authorization-server"));
        assertThat(metadata.get("issuer").asString()).isEqualTo(server.url.issuer());
        for (String member : List.of("token_endpoint", "revocation_endpoint", "jwks_uri")) {
            String path = metadata.get(member).asString().substring(server.url.issuer().length());
            assertThat(server.get(path).statusCode()).as(path).isIn(200, 405);
        }
        assertThat(metadata.propertyNames())
                .doesNotContain("userinfo_endpoint", "end_session_endpoint");
        assertThat(metadata.get("grant_types_supported").toString())
                .doesNotContain("password", "implicit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/device_verification",
                "/connect/register",
                "/userinfo",
                "/.well-known/openid-configuration",
                "/login",
                "/logout"
            })
    void offersNothingThatIsNotNamed(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(server.send(server.form(path, Map.of("token", "x"))).statusCode())
                .isIn(403, 404);
    }

    @Test
    void describesTheProtectedResource() {
        for (String path :
                List.of(
                        "/.well-known/oauth-protected-resource",
                        "/.well-known/oauth-protected-resource/api/mcp")) {
            JsonNode metadata = TestServer.json(server.get(path));
            assertThat(metadata.get("resource").asString()).isEqualTo(server.url.resource());
            assertThat(metadata.get("authorization_servers").get(0).asString())
                    .isEqualTo(server.url.issuer());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "grant_type=client_credentials&grant_type=client_credentials",
                "grant_type=%00%ff%fe",
                "grant_type[]=client_credentials",
                "=&=&&&",
                "{\"grant_type\":\"client_credentials\"}"
            })
    void refusesGarbage(String body) {
        var response =
                server.send(
                        server.at("/oauth2/token")
                                .header("Authorization", TestServer.basic(id, secret))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(TestServer.json(response).get("error").asString()).isNotEmpty();
    }

    @Test
    void refusesAFormThatIsTooLarge() {
        var response =
                server.send(
                        server.form(
                                "/oauth2/token",
                                Map.of("grant_type", "x".repeat(ControlPlane.FORM_BYTES_MAX))));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).doesNotContain("Exception");
    }

    @Test
    void aTokenLivesAnHour() {
        String bearer = "Bearer " + issue();
        server.deployment.clock.turn(Duration.ofSeconds(3599));
        assertThat(whoami(bearer).statusCode()).isEqualTo(200);
        server.deployment.clock.turn(Duration.ofSeconds(2));
        assertThat(whoami(bearer).statusCode()).isEqualTo(401);
    }

    @Test
    void aRotatedKeyStaysUntilItIsDropped() throws Exception {
        String old = issue();
        String key = SignedJWT.parse(old).getHeader().getKeyID();
        String next = server.deployment.keys.rotate(Actor.OPERATOR);
        String fresh = issue();
        assertThat(SignedJWT.parse(fresh).getHeader().getKeyID()).isEqualTo(next);
        assertThat(JWKSet.parse(server.get("/oauth2/jwks").body()).getKeys())
                .extracting(JWK::getKeyID)
                .contains(key, next);
        assertThat(whoami("Bearer " + old).statusCode()).isEqualTo(200);
        server.deployment.keys.drop(key, Actor.OPERATOR);
        assertThat(whoami("Bearer " + old).statusCode()).isEqualTo(401);
        assertThat(server.verifier.authenticate("Bearer " + old, "query"))
                .isInstanceOf(Challenge.class);
        assertThat(whoami("Bearer " + fresh).statusCode()).isEqualTo(200);
        assertThat(server.get("/oauth2/jwks").body()).doesNotContain(key);
    }

    @Test
    void boundsTriesForOneClientAndFromOneAddress() throws Exception {
        RateLimits.Limit three = new RateLimits.Limit(3, Duration.ofSeconds(10));
        RateLimits.Limit five = new RateLimits.Limit(5, Duration.ofSeconds(10));
        try (TestServer bounded =
                new TestServer(
                        "",
                        new RateLimits(three, five, three, five, RateLimits.Strangers.DEFAULT))) {
            for (int i = 0; i < 3; i++) {
                assertThat(tryOn(bounded, "client_a").statusCode()).isEqualTo(401);
            }
            var client = tryOn(bounded, "client_a");
            assertThat(client.statusCode()).isEqualTo(429);
            assertThat(client.headers().firstValue("Retry-After")).contains("10");
            assertThat(TestServer.json(client).get("code").asString()).isEqualTo("RATE_LIMITED");
            assertThat(tryOn(bounded, "client_b").statusCode()).isEqualTo(401);
            assertThat(tryOn(bounded, "client_c").statusCode()).as("address").isEqualTo(429);
            bounded.deployment.clock.turn(Duration.ofSeconds(10));
            assertThat(tryOn(bounded, "client_c").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoTriesAClientsSecretFromElsewhereIsInNobodysWay() throws Exception {
        RateLimits.Limit three = new RateLimits.Limit(3, Duration.ofSeconds(10));
        RateLimits.Limit many = new RateLimits.Limit(100, Duration.ofSeconds(10));
        try (TestServer bounded =
                        new TestServer(
                                "",
                                new RateLimits(
                                        three, many, many, many, RateLimits.Strangers.DEFAULT));
                HttpClient elsewhere =
                        HttpClient.newBuilder()
                                .localAddress(InetAddress.ofLiteral("127.0.0.2"))
                                .build()) {
            for (int i = 0; i < 3; i++) {
                assertThat(tryOn(bounded, "client_a").statusCode()).isEqualTo(401);
            }
            assertThat(tryOn(bounded, "client_a").statusCode()).isEqualTo(429);
            assertThat(
                            TestServer.send(
                                            elsewhere,
                                            bounded.form(
                                                            "/oauth2/token",
                                                            Map.of(
                                                                    "grant_type",
                                                                    "client_credentials"))
                                                    .header(
                                                            "Authorization",
                                                            TestServer.basic("client_a", "guess")))
                                    .statusCode())
                    .isEqualTo(401);
        }
    }

    /** The forged header must not make another caller of it. */
    private static HttpResponse<String> tryOn(TestServer bounded, String client) {
        return bounded.send(
                bounded.form("/oauth2/token", Map.of("grant_type", "client_credentials"))
                        .header("X-Forwarded-For", "198.51.100." + client.hashCode() % 200)
                        .header("Authorization", TestServer.basic(client, "guess")));
    }
}
