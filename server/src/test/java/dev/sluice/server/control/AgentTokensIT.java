package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.Principal;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.identity.AccessToken;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Agency;
import dev.sluice.server.identity.Clients.Created;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.Exchanges.Subject;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AgentTokensIT {
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String REDIRECT = "https://bot.example.org/cb";
    private static final String AGENT = "support-bot";

    private static TestServer server;
    private static TestPerson ana;
    private static String editor;
    private static Bot bot;

    /** An agent's client and its secret. */
    private record Bot(String id, String secret) {
        static Bot of(Created created) {
            return new Bot(created.client().id(), TestDeployment.text(created.secret()));
        }

        static Bot create(TenantId tenant, @Nullable Agency agency) {
            return of(
                    server.deployment.clients.create(
                            new NewClient(
                                    tenant, "helpdesk", Set.of("query"), List.of(REDIRECT), agency),
                            Actor.OPERATOR));
        }

        HttpResponse<String> post(String path, Map<String, String> fields) {
            server.deployment.clock.turn(Duration.ofSeconds(2)); // the limits refill
            return server.send(
                    server.form(path, fields)
                            .header("Authorization", TestServer.basic(id, secret)));
        }

        HttpResponse<String> exchange(String subject, Map<String, String> more) {
            Map<String, String> fields =
                    new HashMap<>(
                            Map.of(
                                    "grant_type", EXCHANGE,
                                    "subject_token", subject,
                                    "subject_token_type", ACCESS_TOKEN));
            fields.putAll(more);
            fields.values().removeIf(String::isEmpty);
            return post("/oauth2/token", fields);
        }

        String exchanged(String subject) {
            HttpResponse<String> response = exchange(subject, Map.of());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return TestServer.json(response).get("access_token").asString();
        }

        String ownToken() {
            return TestServer.json(
                            post("/oauth2/token", Map.of("grant_type", "client_credentials")))
                    .get("access_token")
                    .asString();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        ana = new TestPerson(server, "ana@example.org", TestDeployment.TENANT);
        editor = editor();
        bot = Bot.create(TestDeployment.TENANT, new Agency(AGENT, true));
    }

    /** Tests turn the clock, and sessions end by it. */
    @BeforeEach
    void signIn() {
        ana.signedIn();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String editor() {
        return server.deployment
                .clients
                .createPublic(
                        new NewClient(
                                TestDeployment.TENANT,
                                "Editor",
                                Set.of("query", "admin"),
                                List.of(TestPerson.CALLBACK)),
                        Actor.OPERATOR)
                .id();
    }

    private static JsonNode tokens() {
        return ana.tokens(editor, Map.of("scope", "query"));
    }

    private static String personsToken() {
        return tokens().get("access_token").asString();
    }

    private static JWTClaimsSet claims(String token) throws Exception {
        return SignedJWT.parse(token).getJWTClaimsSet();
    }

    private static Principal principal(String token) {
        return server.verifier.authenticate("Bearer " + token, "query")
                        instanceof Authenticated caller
                ? caller.principal()
                : refuse(token);
    }

    private static Principal refuse(String token) {
        throw new AssertionError("the token is not accepted: " + token);
    }

    private static void isOver(String token) throws Exception {
        String id = claims(token).getJWTID();
        server.verifier.invalidate(id);
        assertThat(server.verifier.authenticate("Bearer " + token, "query"))
                .isInstanceOf(Challenge.class);
    }

    private static long epoch(String token) throws Exception {
        return server.deployment.epoch(TestDeployment.TENANT, "token:" + claims(token).getJWTID());
    }

    @Test
    void anAgentsClientOnItsOwnIsTheAgentAndActsForNobody() throws Exception {
        String token = bot.ownToken();
        assertThat(claims(token).getSubject()).isEqualTo(bot.id());
        assertThat(claims(token).getStringClaim("agent")).isEqualTo(AGENT);
        assertThat(claims(token).getClaim("act")).isNull();
        assertThat(principal(token).agent()).isEqualTo(AGENT);
        assertThat(principal(token).actsForItself()).isTrue();
    }

    @Test
    void aPersonLetsAnAgentActForThemAndIsToldSo() throws Exception {
        Map<String, String> wanted = Map.of("redirect_uri", REDIRECT);
        assertThat(ana.get(TestPerson.authorize(TestPerson.request(bot.id(), wanted))).body())
                .contains("It is the agent support-bot");
        String code = String.valueOf(ana.allow(bot.id(), wanted).get("code"));
        HttpResponse<String> response =
                ana.redeem(
                        bot.id(),
                        code,
                        Map.of("redirect_uri", REDIRECT, "client_secret", bot.secret()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String token = TestServer.json(response).get("access_token").asString();
        assertThat(claims(token).getSubject()).isEqualTo(ana.account.id().toString());
        assertThat(claims(token).getJSONObjectClaim("act")).isEqualTo(Map.of("sub", AGENT));
        assertThat(principal(token).agent()).isEqualTo(AGENT);
        assertThat(principal(token).bindingName()).isEqualTo("ana@example.org");
        assertThat(error(bot.exchange(token, Map.of()))).isEqualTo("400 invalid_request");
    }

    @Test
    void aDeviceThatIsAnAgentActsForThePersonWhoLetItIn() throws Exception {
        String device =
                server.deployment
                        .clients
                        .createPublic(
                                new NewClient(
                                        TestDeployment.TENANT,
                                        "Box",
                                        Set.of("query"),
                                        List.of(),
                                        new Agency(AGENT, false)),
                                Actor.OPERATOR)
                        .id();
        JsonNode begun =
                TestServer.json(
                        ana.form("/oauth2/device_authorization", Map.of("client_id", device)));
        String code = begun.get("user_code").asString();
        HttpResponse<String> page = ana.press(ana.get("/device"), Map.of("user_code", code));
        assertThat(page.body()).contains("It is the agent support-bot");
        ana.press(page, Map.of("user_code", code, "decision", "allow"));
        JsonNode tokens =
                TestServer.json(
                        ana.form(
                                "/oauth2/token",
                                Map.of(
                                        "grant_type",
                                        "urn:ietf:params:oauth:grant-type:device_code",
                                        "client_id",
                                        device,
                                        "device_code",
                                        begun.get("device_code").asString())));
        assertThat(principal(tokens.get("access_token").asString()).agent()).isEqualTo(AGENT);
        JsonNode renewed =
                TestServer.json(ana.refresh(device, tokens.get("refresh_token").asString()));
        assertThat(principal(renewed.get("access_token").asString()).agent()).isEqualTo(AGENT);
    }

    @Test
    void exchangesAPersonsTokenForOneThatSaysWhoActs() throws Exception {
        String subject = personsToken();
        HttpResponse<String> response = bot.exchange(subject, Map.of());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        JsonNode body = TestServer.json(response);
        assertThat(body.get("issued_token_type").asString()).isEqualTo(ACCESS_TOKEN);
        assertThat(body.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(body.get("scope").asString()).isEqualTo("query");
        assertThat(body.has("refresh_token")).isFalse();
        String token = body.get("access_token").asString();
        assertThat(claims(token).getSubject()).isEqualTo(claims(subject).getSubject());
        assertThat(claims(token).getStringClaim("client_id")).isEqualTo(bot.id());
        assertThat(claims(token).getJSONObjectClaim("act")).isEqualTo(Map.of("sub", AGENT));
        assertThat(principal(token).agent()).isEqualTo(AGENT);
        assertThat(principal(token).bindingName()).isEqualTo("ana@example.org");
        JsonNode seen = TestServer.json(bot.post("/oauth2/introspect", Map.of("token", token)));
        assertThat(seen.get("active").asBoolean()).isTrue();
        assertThat(seen.get("act").get("sub").asString()).isEqualTo(AGENT);
    }

    @Test
    void takesTheAgentsOwnTokenAsTheActorsAndNobodyElses() {
        String subject = personsToken();
        Map<String, String> actor =
                Map.of("actor_token", bot.ownToken(), "actor_token_type", ACCESS_TOKEN);
        assertThat(bot.exchange(subject, actor).statusCode()).isEqualTo(200);
        Bot other = Bot.create(TestDeployment.TENANT, new Agency("other-bot", true));
        for (String wrong : List.of(other.ownToken(), personsToken(), "x", subject)) {
            assertThat(
                            error(
                                    bot.exchange(
                                            subject,
                                            Map.of(
                                                    "actor_token",
                                                    wrong,
                                                    "actor_token_type",
                                                    ACCESS_TOKEN))))
                    .isEqualTo("400 invalid_request");
        }
    }

    @Test
    void neverLivesLongerThanTheSubjectsToken() throws Exception {
        String subject = personsToken();
        server.deployment.clock.turn(Duration.ofMinutes(40));
        JsonNode body = TestServer.json(bot.exchange(subject, Map.of()));
        assertThat(body.get("expires_in").asInt()).isBetween(1, 1_200);
        assertThat(claims(body.get("access_token").asString()).getExpirationTime())
                .isEqualTo(claims(subject).getExpirationTime());
    }

    @Test
    void neverHoldsAScopeThatTheSubjectOrTheAgentLacks() {
        String wide =
                ana.tokens(editor, Map.of("scope", "query admin")).get("access_token").asString();
        JsonNode body = TestServer.json(bot.exchange(wide, Map.of()));
        assertThat(body.get("scope").asString()).isEqualTo("query");
        assertThat(error(bot.exchange(wide, Map.of("scope", "query admin"))))
                .isEqualTo("400 invalid_scope");
        String narrow = ana.tokens(editor, Map.of("scope", "admin")).get("access_token").asString();
        assertThat(error(bot.exchange(narrow, Map.of()))).isEqualTo("400 invalid_scope");
        assertThat(error(bot.exchange(narrow, Map.of("scope", "query"))))
                .isEqualTo("400 invalid_scope");
    }

    @Test
    void endsWithTheSubjectsToken() throws Exception {
        String subject = personsToken();
        String token = bot.exchanged(subject);
        assertThat(principal(token).agent()).isEqualTo(AGENT);
        assertThat(
                        ana.form("/oauth2/revoke", Map.of("token", subject, "client_id", editor))
                                .statusCode())
                .isEqualTo(200);
        assertThat(epoch(token)).isPositive();
        isOver(token);
        assertThat(error(bot.exchange(subject, Map.of()))).isEqualTo("400 invalid_request");
    }

    @Test
    void endsWithTheGrantOfTheSubjectsToken() throws Exception {
        JsonNode tokens = tokens();
        String token = bot.exchanged(tokens.get("access_token").asString());
        ana.form(
                "/oauth2/revoke",
                Map.of("token", tokens.get("refresh_token").asString(), "client_id", editor));
        assertThat(epoch(token)).isPositive();
        isOver(token);
    }

    @Test
    void endsWithTheClientOfTheSubjectsToken() throws Exception {
        String client = editor();
        String subject = ana.tokens(client, Map.of()).get("access_token").asString();
        String token = bot.exchanged(subject);
        server.deployment.clients.disable(TestDeployment.TENANT, client, Actor.OPERATOR);
        assertThat(epoch(token)).isPositive();
        isOver(token);
        assertThat(error(bot.exchange(subject, Map.of()))).isEqualTo("400 invalid_request");
    }

    @Test
    void endsWithTheAgentsClient() throws Exception {
        Bot other = Bot.create(TestDeployment.TENANT, new Agency(AGENT, true));
        String token = other.exchanged(personsToken());
        server.deployment.clients.disable(TestDeployment.TENANT, other.id(), Actor.OPERATOR);
        assertThat(epoch(token)).isPositive();
        isOver(token);
    }

    @Test
    void endsWithTheAccount() throws Exception {
        TestPerson bo = new TestPerson(server, "bo@example.org", TestDeployment.TENANT).signedIn();
        String subject = bo.tokens(editor, Map.of()).get("access_token").asString();
        String token = bot.exchanged(subject);
        server.deployment.accounts.disable(TestDeployment.TENANT, bo.account.id(), Actor.OPERATOR);
        assertThat(server.deployment.epoch(TestDeployment.TENANT, "account:" + bo.account.id()))
                .isEqualTo(1);
        isOver(token);
        assertThat(error(bot.exchange(subject, Map.of()))).isEqualTo("400 invalid_request");
    }

    @Test
    void aRevocationThatComesBetweenLeavesNothing() throws Exception {
        String subject = personsToken();
        Subject found =
                server.deployment.exchanges.subject(subject, TestDeployment.TENANT).orElseThrow();
        server.deployment.tokens.revoke(found.token(), Actor.OPERATOR);
        AccessToken token =
                new AccessToken(
                        "late",
                        TestDeployment.TENANT,
                        bot.id(),
                        ana.account.id().toString(),
                        "k",
                        server.deployment.clock.instant(),
                        found.expiresAt(),
                        false);
        assertThat(server.deployment.exchanges.record(token, "late", found)).isFalse();
        assertThat(server.deployment.tokens.find("late")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "subject_token, '', invalid_request",
        "subject_token, x, invalid_request",
        "subject_token, a.b.c, invalid_request",
        "subject_token_type, '', invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:jwt, invalid_request",
        "subject_token_type, urn:ietf:params:oauth:token-type:saml2, invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:refresh_token, invalid_request",
        "requested_token_type, urn:ietf:params:oauth:token-type:id_token, invalid_request",
        "actor_token, x, invalid_request",
        "actor_token_type, urn:ietf:params:oauth:token-type:access_token, invalid_request",
        "audience, https://elsewhere.example, invalid_target",
        "resource, https://elsewhere.example, invalid_target",
        "scope, root, invalid_scope"
    })
    void refusesWhatIsNotAsTheStandardSays(String name, String value, String code) {
        assertThat(error(bot.exchange(personsToken(), Map.of(name, value))))
                .isEqualTo("400 " + code);
    }

    @Test
    void refusesTokensThatAreNoPersonsLiveOnesOfTheTenant() throws Exception {
        JsonNode tokens = tokens();
        String subject = tokens.get("access_token").asString();
        TestPerson eve = new TestPerson(server, "eve@example.org", TestDeployment.OTHER).signedIn();
        String theirs =
                server.deployment
                        .clients
                        .createPublic(
                                new NewClient(
                                        TestDeployment.OTHER,
                                        "Theirs",
                                        Set.of("query"),
                                        List.of(TestPerson.CALLBACK)),
                                Actor.OPERATOR)
                        .id();
        String foreign = eve.tokens(theirs, Map.of()).get("access_token").asString();
        Map<String, String> wrong =
                Map.of(
                        "another tenant's", foreign,
                        "a refresh token", tokens.get("refresh_token").asString(),
                        "a client's own", bot.ownToken(),
                        "one that was exchanged", bot.exchanged(subject),
                        "one with another signature", subject + "x",
                        "an unsigned one", subject.substring(0, subject.lastIndexOf('.') + 1),
                        "a very long one", "x".repeat(9_000));
        wrong.forEach((what, token) ->
                assertThat(error(bot.exchange(token, Map.of())))
                        .as(what)
                        .isEqualTo("400 invalid_request"));
        server.deployment.clock.turn(Duration.ofHours(1));
        assertThat(error(bot.exchange(subject, Map.of()))).isEqualTo("400 invalid_request");
    }

    @Test
    void refusesParametersThatAreGivenTwice() {
        String body =
                "grant_type="
                        + EXCHANGE
                        + "&subject_token=a&subject_token=b&subject_token_type="
                        + ACCESS_TOKEN;
        HttpResponse<String> response =
                server.send(
                        server.at("/oauth2/token")
                                .header("Authorization", TestServer.basic(bot.id(), bot.secret()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(error(response)).isEqualTo("400 invalid_request");
    }

    @Test
    void letsOnlyAgentsExchangeThatMay() {
        String subject = personsToken();
        Bot mute = Bot.create(TestDeployment.TENANT, new Agency(AGENT, false));
        Bot plain = Bot.create(TestDeployment.TENANT, null);
        assertThat(error(mute.exchange(subject, Map.of()))).isEqualTo("400 unauthorized_client");
        assertThat(error(plain.exchange(subject, Map.of()))).isEqualTo("400 unauthorized_client");
        assertThat(
                        error(
                                ana.token(
                                        Map.of(
                                                "grant_type", EXCHANGE,
                                                "client_id", editor,
                                                "subject_token", subject,
                                                "subject_token_type", ACCESS_TOKEN))))
                .isEqualTo("400 unauthorized_client");
        assertThat(error(new Bot(bot.id(), "wrong").exchange(subject, Map.of())))
                .isEqualTo("401 invalid_client");
    }

    @Test
    void makesNoAgentThatAdministersOrExchangesWithoutASecret() {
        assertThatThrownBy(() ->
                        server.deployment.clients.create(
                                new NewClient(
                                        TestDeployment.TENANT,
                                        "a",
                                        Set.of("query", "admin"),
                                        List.of(),
                                        new Agency(AGENT, false)),
                                Actor.OPERATOR))
                .isInstanceOf(SluiceException.class);
        assertThatThrownBy(() ->
                        server.deployment.clients.createPublic(
                                new NewClient(
                                        TestDeployment.TENANT,
                                        "a",
                                        Set.of("query"),
                                        List.of(),
                                        new Agency(AGENT, true)),
                                Actor.OPERATOR))
                .isInstanceOf(SluiceException.class);
        for (String name : List.of("", " x", "-x", "a b", "a\nb", "é", "x".repeat(128))) {
            assertThatThrownBy(() -> new Agency(name, false)).isInstanceOf(SluiceException.class);
        }
    }

    @Test
    void saysInItsMetadataThatItExchanges() {
        assertThat(
                        TestServer.json(server.get("/.well-known/oauth-authorization-server"))
                                .get("grant_types_supported")
                                .toString())
                .contains(EXCHANGE);
    }

    private static String error(HttpResponse<String> response) {
        return TestPerson.error(response);
    }
}
