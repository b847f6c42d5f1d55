package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients.Created;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuthorizationCodeIT {
    private static TestServer server;
    private static TestPerson ana;
    private static String client;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        ana = new TestPerson(server, "ana@example.org", TestDeployment.TENANT).signedIn();
        client = publicClient(TestPerson.CALLBACK, "https://app.example.org/cb", "cursor://x/cb");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String publicClient(String... redirects) {
        return newClient(redirects).id();
    }

    private static Client newClient(String... redirects) {
        return server.deployment.clients.createPublic(
                new NewClient(
                        TestDeployment.TENANT,
                        "Editor <b>",
                        Set.of("query", "admin"),
                        List.of(redirects)),
                Actor.OPERATOR);
    }

    private static HttpResponse<String> ask(Map<String, String> more) {
        return ana.get(TestPerson.authorize(TestPerson.request(client, more)));
    }

    private static void refusedAtTheNextRequest(String token) throws Exception {
        server.verifier.invalidate(SignedJWT.parse(token).getJWTClaimsSet().getJWTID());
        assertThat(server.verifier.authenticate("Bearer " + token, "query"))
                .isInstanceOf(Challenge.class);
    }

    @Test
    void givesAProgramATokenThatSpeaksForThePersonWhoAllowedIt() throws Exception {
        Map<String, String> answer = ana.allow(client, Map.of());
        assertThat(answer)
                .containsEntry("state", "xyz")
                .containsEntry("iss", server.url.issuer())
                .containsOnlyKeys("code", "state", "iss");
        HttpResponse<String> response = ana.redeem(client, answer.get("code"), Map.of());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode tokens = TestServer.json(response);
        assertThat(tokens.get("scope").asString()).isEqualTo("query");
        assertThat(tokens.get("refresh_token").asString()).hasSize(43);
        var claims = SignedJWT.parse(tokens.get("access_token").asString()).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(ana.account.id().toString());
        assertThat(claims.getAudience()).containsExactly(server.url.resource());
        assertThat(claims.getStringClaim("email")).isEqualTo("ana@example.org");
        assertThat(claims.getStringClaim("tenant")).isEqualTo("main");
        assertThat(claims.getStringClaim("client_id")).isEqualTo(client);
        assertThat(
                        server.verifier.authenticate(
                                "Bearer " + tokens.get("access_token").asString(), "query"))
                .isInstanceOfSatisfying(
                        Authenticated.class,
                        caller ->
                                assertThat(caller.principal().bindingName())
                                        .isEqualTo("ana@example.org"));
    }

    @Test
    void callsAPersonByTheNameThatPoliciesKnow() {
        String token = ana.tokens(client, Map.of()).get("access_token").asString();
        JsonNode who =
                TestServer.json(
                        server.send(
                                server.at("/api/v1/whoami")
                                        .header("Authorization", "Bearer " + token)));
        assertThat(who.get("user").asString()).isEqualTo("ana@example.org");
        assertThat(who.get("client").asString()).isEqualTo(client);
    }

    @Test
    void signsAPersonInOnTheWayAndNeverSendsThemToOthersBefore() {
        TestPerson bo = new TestPerson(server, "bo@example.org", TestDeployment.TENANT);
        String wanted = TestPerson.authorize(TestPerson.request(client, Map.of()));
        String signIn = bo.get(wanted).headers().firstValue("Location").orElseThrow();
        assertThat(signIn).contains("/signin?continue=%2Foauth2%2Fauthorize%3F");
        String next =
                bo.signIn(URI.create(signIn).getRawPath() + "?" + URI.create(signIn).getRawQuery())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();
        assertThat(next).contains("/signin/next?continue=");
        URI page = URI.create(next);
        assertThat(bo.get(page.getRawPath() + "?" + page.getRawQuery()).body())
                .contains("http-equiv=\"refresh\"")
                .contains("/oauth2/authorize?");
        assertThat(bo.get(wanted).body()).contains("Allow");

        TestPerson stranger = new TestPerson(server, "cy@example.org", TestDeployment.TENANT);
        String bad =
                TestPerson.authorize(
                        TestPerson.request(
                                client,
                                Map.of(
                                        "scope", "nonsense",
                                        "redirect_uri", "https://app.example.org/cb")));
        assertThat(stranger.get(bad).headers().firstValue("Location").orElseThrow())
                .startsWith("/signin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/",
                "//evil.example.org/oauth2/authorize?",
                "/oauth2/authorize/../../x",
                "/setup/x",
                "/device\\@evil",
                "javascript:alert(1)"
            })
    void leadsNowhereElseAfterASignIn(String on) {
        TestPerson person =
                new TestPerson(server, "x" + on.hashCode() + "@example.org", TestDeployment.TENANT);
        HttpResponse<String> page =
                person.get(
                        "/signin?continue="
                                + java.net.URLEncoder.encode(
                                        on, java.nio.charset.StandardCharsets.UTF_8));
        assertThat(page.body()).doesNotContain("name=\"continue\"");
    }

    @Test
    void showsWhoAsksWhereTheAnswerGoesAndForWhom() {
        HttpResponse<String> page = ask(Map.of("scope", "query admin"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Editor &lt;b&gt;")
                .contains("<strong>127.0.0.1</strong>")
                .contains("a program on your own machine")
                .contains("Ask questions of the databases")
                .contains("Administer connections")
                .contains("ana@example.org")
                .contains("main");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self' http://127.0.0.1;")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void anAnswerNeedsTheFormItself() {
        String address = TestPerson.authorize(TestPerson.request(client, Map.of()));
        ask(Map.of());
        HttpResponse<String> forged =
                TestServer.send(ana.browser, server.form(address, Map.of("decision", "allow")));
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(ana.get(address + "&decision=allow").body()).contains("Allow this only");
    }

    @Test
    void tellsTheProgramThatItWasRefused() {
        Map<String, String> answer =
                TestPerson.answer(ana.press(ask(Map.of()), Map.of("decision", "deny")));
        assertThat(answer)
                .containsEntry("error", "access_denied")
                .containsEntry("iss", server.url.issuer())
                .containsEntry("state", "xyz")
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example.org/cb",
        "https://app.example.org/cb/",
        "https://app.example.org/cb?x=1",
        "https://app.example.org:8443/cb",
        "https://app.example.org.evil.example/cb",
        "https://app.example.org@evil.example/cb",
        "http://127.0.0.1/other",
        "http://localhost/callback",
        "https://127.0.0.1/callback",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1/callback#x",
        "cursor://x/other",
        "javascript:alert(1)"
    })
    void neverFollowsARedirectThatIsNotRegistered(String redirect) {
        HttpResponse<String> response = ask(Map.of("redirect_uri", redirect));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Location")).isEmpty();
        assertThat(response.body()).contains("not registered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:49152/callback", "cursor://x/cb"})
    void followsARegisteredRedirectOnAnyLoopbackPort(String redirect) {
        Map<String, String> answer = ana.allow(client, Map.of("redirect_uri", redirect));
        HttpResponse<String> tokens =
                ana.redeem(client, answer.get("code"), Map.of("redirect_uri", redirect));
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/cb", "http://[::1]/cb"})
    void ignoresThePortOfEveryLoopbackName(String registered) {
        String id = publicClient(registered);
        String asked = registered.replace("/cb", ":50001/cb");
        HttpResponse<String> page =
                ana.get(
                        TestPerson.authorize(
                                TestPerson.request(id, Map.of("redirect_uri", asked))));
        assertThat(page.body()).contains("Allow this only");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "code_challenge;-;invalid_request",
                "code_challenge_method;plain;invalid_request",
                "code_challenge_method;-;invalid_request",
                "code_challenge;short;invalid_request",
                "scope;everything;invalid_scope",
                "scope;offline_access query;invalid_scope",
                "resource;https://other.example.org/mcp;invalid_target",
                "response_type;token;unsupported_response_type",
                "response_mode;fragment;invalid_request",
                "request;eyJ;request_not_supported"
            },
            delimiter = ';')
    void tellsTheProgramWhatIsWrongWithItsRequest(String name, String value, String error) {
        HttpResponse<String> response = ask(Map.of(name, value.equals("-") ? "" : value));
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(TestPerson.answer(response))
                .containsEntry("error", error)
                .containsEntry("iss", server.url.issuer())
                .containsEntry("state", "xyz");
    }

    @Test
    void refusesAParameterGivenTwice() {
        String address = TestPerson.authorize(TestPerson.request(client, Map.of()));
        assertThat(TestPerson.answer(ana.get(address + "&code_challenge=x")))
                .containsEntry("error", "invalid_request");
        assertThat(ana.get(address + "&redirect_uri=https%3A%2F%2Fevil.example%2F").statusCode())
                .isEqualTo(400);
        assertThat(ana.get(address + "&client_id=other").statusCode()).isEqualTo(400);
    }

    @Test
    void refusesACodeWithoutItsVerifierOrElsewhere() {
        String code = ana.allow(client, Map.of()).get("code");
        assertThat(TestPerson.error(ana.redeem(client, code, Map.of("code_verifier", ""))))
                .isEqualTo("400 invalid_grant");
        assertThat(TestPerson.error(ana.redeem(client, code, Map.of("code_verifier", "wrong"))))
                .isEqualTo("400 invalid_grant");
        assertThat(
                        TestPerson.error(
                                ana.redeem(
                                        client,
                                        code,
                                        Map.of(
                                                "code_verifier",
                                                TestPerson.challenge(TestPerson.VERIFIER)))))
                .as("the challenge itself, as plain would have it")
                .isEqualTo("400 invalid_grant");
        assertThat(
                        TestPerson.error(
                                ana.redeem(
                                        client,
                                        code,
                                        Map.of("redirect_uri", "http://127.0.0.1:1/callback"))))
                .isEqualTo("400 invalid_grant");
        assertThat(
                        TestPerson.error(
                                ana.redeem(
                                        client, code, Map.of("resource", "https://other.example"))))
                .isEqualTo("400 invalid_target");
        assertThat(ana.redeem(client, code, Map.of()).statusCode()).isEqualTo(200);
    }

    @Test
    void aCodeThatAnotherProgramBringsIsWorthNothingToAnybody() {
        String code = ana.allow(client, Map.of()).get("code");
        String other = publicClient(TestPerson.CALLBACK);
        assertThat(TestPerson.error(ana.redeem(other, code, Map.of())))
                .isEqualTo("400 invalid_grant");
        assertThat(TestPerson.error(ana.redeem(client, code, Map.of())))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void aCodeUsedTwiceRevokesWhatItGave() throws Exception {
        String code = ana.allow(client, Map.of()).get("code");
        JsonNode tokens = TestServer.json(ana.redeem(client, code, Map.of()));
        String access = tokens.get("access_token").asString();
        String jti = SignedJWT.parse(access).getJWTClaimsSet().getJWTID();
        assertThat(TestPerson.error(ana.redeem(client, code, Map.of())))
                .isEqualTo("400 invalid_grant");
        assertThat(server.deployment.epoch(TestDeployment.TENANT, "token:" + jti)).isEqualTo(1);
        refusedAtTheNextRequest(access);
        assertThat(TestPerson.error(ana.refresh(client, tokens.get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void aCodeLivesForAMinute() {
        String code = ana.allow(client, Map.of()).get("code");
        server.deployment.clock.turn(Duration.ofSeconds(61));
        assertThat(TestPerson.error(ana.redeem(client, code, Map.of())))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void rotatesRefreshTokensAndRevokesTheFamilyOfOneUsedTwice() throws Exception {
        JsonNode first = ana.tokens(client, Map.of());
        String spent = first.get("refresh_token").asString();
        JsonNode second = TestServer.json(ana.refresh(client, spent));
        String next = second.get("refresh_token").asString();
        assertThat(next).isNotEqualTo(spent);
        JsonNode third = TestServer.json(ana.refresh(client, next));
        assertThat(TestPerson.error(ana.refresh(client, spent))).isEqualTo("400 invalid_grant");
        assertThat(TestPerson.error(ana.refresh(client, third.get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
        for (JsonNode tokens : List.of(first, second, third)) {
            refusedAtTheNextRequest(tokens.get("access_token").asString());
        }
    }

    @Test
    void aRefreshTokenLivesThirtyDaysAndServesItsOwnProgramOnly() {
        String token = ana.tokens(client, Map.of()).get("refresh_token").asString();
        String other = publicClient(TestPerson.CALLBACK);
        assertThat(TestPerson.error(ana.refresh(other, token))).isEqualTo("400 invalid_grant");
        server.deployment.clock.turn(Duration.ofDays(30).minusMinutes(1));
        ana.signedIn();
        JsonNode late = TestServer.json(ana.refresh(client, token));
        server.deployment.clock.turn(Duration.ofDays(30).plusMinutes(1));
        assertThat(TestPerson.error(ana.refresh(client, late.get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
        ana.signedIn();
    }

    @Test
    void aRefreshMayAskForLessAndNeverForMore() {
        JsonNode tokens = ana.tokens(client, Map.of("scope", "query admin"));
        assertThat(TestPerson.scopes(tokens)).containsExactlyInAnyOrder("query", "admin");
        String refresh = tokens.get("refresh_token").asString();
        HttpResponse<String> less =
                ana.token(
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                client,
                                "refresh_token",
                                refresh,
                                "scope",
                                "query"));
        assertThat(TestPerson.scopes(TestServer.json(less))).containsExactly("query");
        JsonNode small = ana.tokens(client, Map.of("scope", "query"));
        assertThat(
                        TestPerson.error(
                                ana.token(
                                        Map.of(
                                                "grant_type",
                                                "refresh_token",
                                                "client_id",
                                                client,
                                                "refresh_token",
                                                small.get("refresh_token").asString(),
                                                "scope",
                                                "query admin"))))
                .isEqualTo("400 invalid_scope");
    }

    @Test
    void somebodyCanGiveOnlyWhatTheirRoleMay() {
        TestPerson dee =
                new TestPerson(server, "dee@example.org", TestDeployment.TENANT)
                        .inRole("viewer")
                        .signedIn();
        JsonNode tokens = dee.tokens(client, Map.of("scope", "query admin"));
        assertThat(TestPerson.scopes(tokens)).containsExactly("query");
        assertThat(
                        TestPerson.answer(
                                dee.get(
                                        TestPerson.authorize(
                                                TestPerson.request(
                                                        client, Map.of("scope", "admin"))))))
                .containsEntry("error", "access_denied");
    }

    @Test
    void aRoleTakenAwayShortensWhatIsRefreshed() {
        TestPerson eve =
                new TestPerson(server, "eve@example.org", TestDeployment.TENANT).signedIn();
        JsonNode tokens = eve.tokens(client, Map.of("scope", "query admin"));
        eve.inRole("analyst");
        JsonNode next =
                TestServer.json(eve.refresh(client, tokens.get("refresh_token").asString()));
        assertThat(TestPerson.scopes(next)).containsExactly("query");
    }

    @Test
    void disablingAnAccountEndsItsTokensAndItsRefreshTokens() throws Exception {
        TestPerson fay =
                new TestPerson(server, "fay@example.org", TestDeployment.TENANT).signedIn();
        JsonNode tokens = fay.tokens(client, Map.of());
        server.deployment.accounts.disable(TestDeployment.TENANT, fay.account.id(), Actor.OPERATOR);
        assertThat(TestPerson.error(fay.refresh(client, tokens.get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
        refusedAtTheNextRequest(tokens.get("access_token").asString());
    }

    @Test
    void disablingAClientEndsWhatPeopleGaveIt() throws Exception {
        String doomed = publicClient(TestPerson.CALLBACK);
        JsonNode tokens = ana.tokens(doomed, Map.of());
        server.deployment.clients.disable(TestDeployment.TENANT, doomed, Actor.OPERATOR);
        refusedAtTheNextRequest(tokens.get("access_token").asString());
        assertThat(TestPerson.error(ana.refresh(doomed, tokens.get("refresh_token").asString())))
                .isEqualTo("401 invalid_client");
        assertThat(ana.get(TestPerson.authorize(TestPerson.request(doomed, Map.of()))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void anOperatorsClientServesItsOwnTenantOnly() {
        TestPerson other =
                new TestPerson(server, "gil@example.org", TestDeployment.OTHER).signedIn();
        assertThat(
                        TestPerson.answer(
                                other.get(
                                        TestPerson.authorize(
                                                TestPerson.request(client, Map.of())))))
                .containsEntry("error", "access_denied");
    }

    @Test
    void aProgramMayRevokeItsRefreshTokenAndWithItTheFamily() throws Exception {
        JsonNode tokens = ana.tokens(client, Map.of());
        String refresh = tokens.get("refresh_token").asString();
        String other = publicClient(TestPerson.CALLBACK);
        assertThat(
                        TestPerson.error(
                                TestServer.send(
                                        ana.browser,
                                        server.form(
                                                "/oauth2/revoke",
                                                Map.of("token", refresh, "client_id", other)))))
                .isEqualTo("401 invalid_client");
        assertThat(
                        TestServer.send(
                                        ana.browser,
                                        server.form(
                                                "/oauth2/revoke",
                                                Map.of("token", refresh, "client_id", client)))
                                .statusCode())
                .isEqualTo(200);
        refusedAtTheNextRequest(tokens.get("access_token").asString());
        assertThat(TestPerson.error(ana.refresh(client, refresh))).isEqualTo("400 invalid_grant");
    }

    @Test
    void aClientWithASecretNeedsItAndTheVerifier() {
        Created created =
                server.deployment.clients.create(
                        new NewClient(
                                TestDeployment.TENANT,
                                "Portal",
                                Set.of("query"),
                                List.of("https://portal.example.org/cb")),
                        Actor.OPERATOR);
        String id = created.client().id();
        String secret = TestDeployment.text(created.secret());
        Map<String, String> redirect = Map.of("redirect_uri", "https://portal.example.org/cb");
        String code = ana.allow(id, redirect).get("code");
        assertThat(TestPerson.error(ana.redeem(id, code, redirect)))
                .isEqualTo("401 invalid_client");
        assertThat(
                        TestPerson.answer(
                                ana.get(
                                        TestPerson.authorize(
                                                TestPerson.request(
                                                        id,
                                                        Map.of(
                                                                "redirect_uri",
                                                                "https://portal.example.org/cb",
                                                                "code_challenge",
                                                                ""))))))
                .containsEntry("error", "invalid_request");
        HttpResponse<String> tokens =
                ana.redeem(
                        id,
                        code,
                        Map.of(
                                "redirect_uri",
                                "https://portal.example.org/cb",
                                "client_secret",
                                secret));
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        assertThat(ana.get(TestPerson.authorize(TestPerson.request(id, redirect))).statusCode())
                .as("an https address of an operator's client is remembered")
                .isEqualTo(302);
    }

    @Test
    void asksEachTimeWhereAnyProgramCouldTakeTheAnswer() {
        ana.allow(client, Map.of());
        assertThat(ask(Map.of()).body()).contains("Allow this only");
    }

    @Test
    void tellsAClientWithASecretAboutTokensOfItsOwnTenant() {
        Created asking =
                server.deployment.clients.create(TestDeployment.TENANT, "api", Set.of("query"));
        Created foreign =
                server.deployment.clients.create(TestDeployment.OTHER, "api", Set.of("query"));
        JsonNode tokens = ana.tokens(client, Map.of());
        String access = tokens.get("access_token").asString();
        JsonNode told = introspect(asking, access);
        assertThat(told.get("active").asBoolean()).isTrue();
        assertThat(told.get("scope").asString()).isEqualTo("query");
        assertThat(told.get("sub").asString()).isEqualTo(ana.account.id().toString());
        assertThat(told.get("client_id").asString()).isEqualTo(client);
        String refresh = tokens.get("refresh_token").asString();
        assertThat(introspect(asking, refresh).get("active").asBoolean()).isTrue();
        assertThat(introspect(foreign, access).toString()).isEqualTo("{\"active\":false}");
        assertThat(introspect(foreign, refresh).toString()).isEqualTo("{\"active\":false}");
        assertThat(
                        TestPerson.error(
                                TestServer.send(
                                        ana.browser,
                                        server.form(
                                                "/oauth2/introspect",
                                                Map.of("token", access, "client_id", client)))))
                .isEqualTo("401 invalid_client");
        ana.refresh(client, refresh);
        assertThat(introspect(asking, refresh).get("active").asBoolean()).isFalse();
    }

    private static JsonNode introspect(Created caller, String token) {
        server.deployment.clock.turn(Duration.ofSeconds(2));
        String secret =
                SECRETS.computeIfAbsent(
                        caller.client().id(), _ -> TestDeployment.text(caller.secret()));
        return TestServer.json(
                server.send(
                        server.form("/oauth2/introspect", Map.of("token", token))
                                .header(
                                        "Authorization",
                                        TestServer.basic(caller.client().id(), secret))));
    }

    private static final Map<String, String> SECRETS = new java.util.HashMap<>();

    @Test
    void aClientForItselfCannotActForPeopleNorAPublicOneForItself() {
        assertThat(
                        TestPerson.error(
                                ana.token(
                                        Map.of(
                                                "grant_type",
                                                "client_credentials",
                                                "client_id",
                                                client))))
                .isEqualTo("400 unauthorized_client");
        Created alone =
                server.deployment.clients.create(TestDeployment.TENANT, "job", Set.of("query"));
        assertThat(
                        ana.get(
                                        TestPerson.authorize(
                                                TestPerson.request(alone.client().id(), Map.of())))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void keepsNoCodeAndNoTokenInClear() {
        Map<String, String> answer = ana.allow(client, Map.of());
        String code = answer.get("code");
        JsonNode tokens = TestServer.json(ana.redeem(client, code, Map.of()));
        String all =
                server.deployment.dump("oauth_grants")
                        + server.deployment.dump("oauth_refresh_tokens")
                        + server.deployment.dump("access_tokens");
        assertThat(all)
                .doesNotContain(code)
                .doesNotContain(tokens.get("refresh_token").asString())
                .doesNotContain(signature(tokens.get("access_token").asString()));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    @Test
    void keepsARequestThatWasPushedForOneAnswer() {
        HttpResponse<String> pushed =
                ana.form("/oauth2/par", TestPerson.request(client, Map.of("scope", "query")));
        assertThat(pushed.statusCode()).as(pushed.body()).isEqualTo(201);
        String uri = TestServer.json(pushed).get("request_uri").asString();
        Map<String, String> asked = Map.of("client_id", client, "request_uri", uri);
        HttpResponse<String> page = ana.get(TestPerson.authorize(asked));
        Map<String, String> answer =
                TestPerson.answer(ana.press(page, Map.of("decision", "allow")));
        assertThat(ana.redeem(client, answer.get("code"), Map.of()).statusCode()).isEqualTo(200);
        assertThat(ana.get(TestPerson.authorize(asked)).statusCode()).isEqualTo(400);
        String other = publicClient(TestPerson.CALLBACK);
        String again =
                TestServer.json(ana.form("/oauth2/par", TestPerson.request(client, Map.of())))
                        .get("request_uri")
                        .asString();
        assertThat(
                        ana.get(
                                        TestPerson.authorize(
                                                Map.of("client_id", other, "request_uri", again)))
                                .statusCode())
                .isEqualTo(400);
        server.deployment.clock.turn(Duration.ofMinutes(6));
        assertThat(
                        ana.get(
                                        TestPerson.authorize(
                                                Map.of("client_id", client, "request_uri", again)))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRequestThatWasPushedIsUsedUpByARefusalToo() {
        String uri =
                TestServer.json(ana.form("/oauth2/par", TestPerson.request(client, Map.of())))
                        .get("request_uri")
                        .asString();
        Map<String, String> asked = Map.of("client_id", client, "request_uri", uri);
        HttpResponse<String> page = ana.get(TestPerson.authorize(asked));
        assertThat(TestPerson.answer(ana.press(page, Map.of("decision", "deny"))))
                .containsEntry("error", "access_denied");
        assertThat(ana.get(TestPerson.authorize(asked)).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refresh_token", "access_token", "nonsense", ""})
    void aWrongHintAboutATokenHidesItFromNobody(String hint) throws Exception {
        JsonNode tokens = ana.tokens(client, Map.of());
        String access = tokens.get("access_token").asString();
        String refresh = tokens.get("refresh_token").asString();
        Created asking =
                server.deployment.clients.create(TestDeployment.TENANT, "api", Set.of("query"));
        String basic = TestServer.basic(asking.client().id(), TestDeployment.text(asking.secret()));
        for (String token : List.of(access, refresh)) {
            HttpResponse<String> told =
                    server.send(
                            server.form(
                                            "/oauth2/introspect",
                                            Map.of("token", token, "token_type_hint", hint))
                                    .header("Authorization", basic));
            assertThat(TestServer.json(told).get("active").asBoolean()).as(told.body()).isTrue();
        }
        HttpResponse<String> revoked =
                ana.form(
                        "/oauth2/revoke",
                        Map.of("token", refresh, "token_type_hint", hint, "client_id", client));
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
        refusedAtTheNextRequest(access);
        assertThat(TestPerson.error(ana.refresh(client, refresh))).isEqualTo("400 invalid_grant");
    }

    @Test
    void refusesToKeepWhatTheStoreCannot() {
        assertThat(
                        TestPerson.error(
                                ana.form(
                                        "/oauth2/par",
                                        TestPerson.request(client, Map.of("state", "a\0b")))))
                .isEqualTo("400 invalid_request");
    }

    @Test
    void refusesToKeepARequestThatCouldNotBeGranted() {
        assertThat(
                        TestPerson.error(
                                ana.form(
                                        "/oauth2/par",
                                        TestPerson.request(
                                                client, Map.of("code_challenge_method", "plain")))))
                .isEqualTo("400 invalid_request");
        assertThat(
                        TestPerson.error(
                                ana.form(
                                        "/oauth2/par",
                                        TestPerson.request(
                                                client,
                                                Map.of("redirect_uri", "https://evil.example/")))))
                .isEqualTo("400 invalid_request");
    }
}
