package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Account.Role;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.EmailAddress;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.TestDeployment;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Signing in through an identity provider that may lie, over HTTP from both sides. */
class FederationIT {
    private static final String PROVIDERS = "/api/v1/admin/identity-providers";
    private static final String BACK = "/signin/from/main/corp";

    private static TestDeployment.TurnableClock clock;
    private static FakeIssuer issuer;
    private static FakeIssuer other;
    private static TestServer server;
    private static String client;
    private static TestPerson owner;
    private static String token;

    private HttpClient browser = TestServer.newBrowser();

    @BeforeAll
    static void start() throws Exception {
        issuer = new FakeIssuer(() -> clock.instant());
        other = new FakeIssuer(() -> clock.instant());
        server = TestServer.trusting(Set.of(issuer.url, other.url));
        clock = server.deployment.clock;
        client =
                server.deployment
                        .clients
                        .createPublic(
                                new NewClient(
                                        TestDeployment.TENANT,
                                        "console",
                                        Set.of("query", "admin"),
                                        List.of(TestPerson.CALLBACK)),
                                Actor.OPERATOR)
                        .id();
    }

    @AfterAll
    static void stop() {
        server.close();
        issuer.close();
        other.close();
    }

    @BeforeEach
    void anHonestIssuer() {
        server.deployment.execute("delete from accounts");
        server.deployment.execute("delete from identity_providers");
        clock.turn(Duration.ofMinutes(30)); // the limits refill
        owner = new TestPerson(server, "olga@example.org", TestDeployment.TENANT).signedIn();
        token = owner.tokens(client, Map.of("scope", "admin query")).get("access_token").asString();
        issuer.claims.clear();
        issuer.claims.put("email", "fay@example.org");
        issuer.signature = FakeIssuer.Signature.RS256;
        issuer.failure = null;
        issuer.subject = "sub-1";
        issuer.metadata.put("issuer", issuer.url);
        other.failure = null;
        other.claims.clear();
        other.claims.put("email", "fay@example.org");
        issuer.metadata.remove("authorization_response_iss_parameter_supported");
        put(Map.of());
    }

    private static HttpResponse<String> api(HttpRequest.Builder request) {
        return server.send(request.header("Authorization", "Bearer " + token));
    }

    /** Sets the provider: it makes accounts of analysts, unless said otherwise. */
    private static HttpResponse<String> put(Map<String, @Nullable Object> more) {
        return put("corp", more);
    }

    private static HttpResponse<String> put(String name, Map<String, @Nullable Object> more) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        wanted.put("label", "Corp");
        wanted.put("issuer", issuer.url);
        wanted.put("client_id", "sluice");
        wanted.put("client_secret", "s3cr&t=/+ü");
        wanted.put("email_domains", List.of("example.org"));
        wanted.put("makes_accounts", true);
        wanted.put("default_role", "analyst");
        wanted.putAll(more);
        wanted.values().removeIf("absent"::equals);
        return api(
                server.at(PROVIDERS + "/" + name)
                        .header("Content-Type", "application/json")
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(wanted))));
    }

    private HttpResponse<String> get(String path) {
        clock.turn(Duration.ofSeconds(7));
        return TestServer.send(browser, server.at(path));
    }

    private Map<String, String> begin(String query) {
        HttpResponse<String> away = get("/signin/with/main/corp" + query);
        assertThat(away.statusCode()).as(away.body()).isEqualTo(302);
        return issuer.signIn(URI.create(away.headers().firstValue("Location").orElseThrow()));
    }

    private HttpResponse<String> back(Map<String, String> asked, Map<String, String> more) {
        Map<String, String> query = new HashMap<>();
        query.put("code", "a-code");
        query.put("state", String.valueOf(asked.get("state")));
        query.putAll(more);
        query.values().removeIf(String::isEmpty);
        StringBuilder address = new StringBuilder(BACK).append("?");
        query.forEach((name, value) ->
                address.append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .append('&'));
        return get(address.toString());
    }

    private HttpResponse<String> signIn() {
        return back(begin(""), Map.of());
    }

    private boolean signedIn() {
        return get("/").statusCode() == 200;
    }

    private void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
        assertThat(response.body()).contains("You are not signed in");
        assertThat(signedIn()).isFalse();
    }

    private static String roleOf(String email) {
        JsonNode list = TestServer.json(api(server.at("/api/v1/admin/accounts")));
        for (JsonNode account : list.get("accounts")) {
            if (account.get("email").asString().equals(email)) {
                return account.get("role").asString();
            }
        }
        return "none";
    }

    @Test
    void signsInWhomTheIssuerVouchesForAndMakesTheirAccount() {
        Map<String, String> asked = begin("");
        assertThat(asked)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "sluice")
                .containsEntry("redirect_uri", server.url.issuer() + BACK)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("scope", "openid email profile offline_access");
        issuer.forms.clear();
        issuer.authorizations.clear();
        HttpResponse<String> home = back(asked, Map.of());
        assertThat(home.statusCode()).isEqualTo(302);
        assertThat(signedIn()).isTrue();
        assertThat(roleOf("fay@example.org")).isEqualTo("analyst");
        Map<String, String> form = issuer.forms.getFirst();
        assertThat(TestPerson.challenge(String.valueOf(form.get("code_verifier"))))
                .isEqualTo(asked.get("code_challenge"));
        assertThat(issuer.authorizations.getFirst())
                .isEqualTo(TestServer.basic("sluice", "s3cr%26t%3D%2F%2B%C3%BC"));
        assertThat(server.deployment.dump("accounts")).contains("fay@example.org");
        assertThat(server.deployment.dump("tenant_main.audit_log"))
                .contains("external.accepted", "account.created")
                .doesNotContain("fay@example.org");
        assertThat(server.deployment.dump("identity_providers")).doesNotContain("s3cr");
        assertThat(server.deployment.dump("external_identities"))
                .contains("sub-1")
                .doesNotContain("issuer-refresh");
    }

    @Test
    void knowsSomebodyByTheIssuersSubjectAndNotByTheirAddress() {
        signIn();
        issuer.claims.put("email", "fay.married@example.org");
        signIn();
        assertThat(roleOf("fay.married@example.org")).isEqualTo("none");
        assertThat(roleOf("fay@example.org")).isEqualTo("analyst");
    }

    @Test
    void leadsOnToWhereThePersonWasGoing() {
        String wanted = TestPerson.authorize(TestPerson.request(client, Map.of()));
        HttpResponse<String> page = get("/signin?continue=" + encoded(wanted));
        assertThat(page.body()).contains("Continue with Corp", "/signin/with/main/corp?continue=");
        HttpResponse<String> next = back(begin("?continue=" + encoded(wanted)), Map.of());
        assertThat(next.headers().firstValue("Location").orElse(""))
                .contains("/signin/next?continue=%2Foauth2%2Fauthorize");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(
            value = FakeIssuer.Signature.class,
            names = {"HS256", "NONE", "STRANGER"})
    void refusesATokenThatTheIssuerDidNotSignAsItMust(FakeIssuer.Signature signature) {
        issuer.signature = signature;
        assertRefused(signIn());
        assertThat(roleOf("fay@example.org")).isEqualTo("none");
    }

    @Test
    void takesEllipticCurvesToo() {
        issuer.signature = FakeIssuer.Signature.ES256;
        assertThat(signIn().statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, https://evil.example.org",
        "aud, somebody-else",
        "azp, somebody-else",
        "nonce, another-nonce",
        "nonce, absent",
        "email, absent",
        "email, not an address",
        "email, fay@elsewhere.example",
        "email, fay@example.org.evil.example",
        "email, fay@sub.example.org",
        "sub, absent",
        "exp, past",
        "exp, absent",
        "iat, absent",
        "iat, future",
        "nbf, future",
        "auth_time, future",
        "auth_time, text",
        "email_verified, false",
        "email_verified, absent",
        "email_verified, text",
    })
    void refusesATokenThatIsWrong(String claim, String value) {
        issuer.claims.put(
                claim,
                switch (value) {
                    case "absent" -> null;
                    case "past" -> Date.from(clock.instant().minusSeconds(120));
                    case "future" -> Date.from(clock.instant().plusSeconds(120));
                    case "false" -> false;
                    case "text" -> "true";
                    default -> value;
                });
        assertRefused(signIn());
        assertThat(roleOf("fay@example.org")).isEqualTo("none");
    }

    @Test
    void refusesATokenForSeveralUnlessItNamesUsAsItsParty() {
        issuer.claims.put("aud", List.of("sluice", "another"));
        assertRefused(signIn());
        issuer.claims.put("azp", "sluice");
        assertThat(signIn().statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"another-state", ""})
    void refusesAnAnswerToAnotherRequest(String state) {
        assertRefused(back(begin(""), Map.of("state", state)));
    }

    @Test
    void anAnswerIsWorthSomethingOnce() {
        Map<String, String> asked = begin("");
        assertThat(back(asked, Map.of()).statusCode()).isEqualTo(302);
        browser = TestServer.newBrowser();
        assertRefused(back(asked, Map.of()));
    }

    @Test
    void aWrongAnswerUsesTheRequestUp() {
        Map<String, String> asked = begin("");
        assertRefused(back(asked, Map.of("state", "guess")));
        assertRefused(back(asked, Map.of()));
    }

    /** Somebody who leads a victim to the end of their own sign-in must not get them into it. */
    @Test
    void anotherBrowserCannotFinish() {
        Map<String, String> asked = begin("");
        browser = TestServer.newBrowser();
        assertRefused(back(asked, Map.of()));
    }

    @Test
    void anAnswerInTheNameOfAnotherIssuerIsRefused() {
        assertRefused(back(begin(""), Map.of("iss", "https://evil.example.org")));
        browser = TestServer.newBrowser();
        assertThat(back(begin(""), Map.of("iss", issuer.url)).statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_grant", "server_error"})
    void aCodeThatTheIssuerDoesNotTakeIsRefused(String error) {
        issuer.failure = error;
        assertRefused(signIn());
    }

    @Test
    void refusesAnErrorFromTheIssuerAndGarbage() {
        assertRefused(back(begin(""), Map.of("code", "", "error", "access_denied")));
        assertRefused(get(BACK));
        assertThat(get("/signin/with/main/unknown").statusCode()).isEqualTo(404);
        assertThat(get("/signin/with/%20/corp").statusCode()).isIn(400, 404);
        assertThat(get("/signin/with/other/corp").statusCode()).isEqualTo(404);
    }

    @Test
    void anAccountThatIsThereAlreadyIsNotGivenAwayByItsAddress() {
        new TestPerson(server, "fay@example.org", TestDeployment.TENANT).inRole("admin");
        assertRefused(signIn());
        put(Map.of("links_accounts", true));
        assertThat(signIn().statusCode()).isEqualTo(302);
        assertThat(roleOf("fay@example.org")).isEqualTo("admin");
        issuer.subject = "sub-2"; // the address now belongs to somebody else there
        browser = TestServer.newBrowser();
        assertRefused(signIn());
    }

    @Test
    void whoMayNotHaveAnAccountGetsNone() {
        put(Map.of("makes_accounts", false));
        assertRefused(signIn());
        put(Map.of("default_role", "absent", "email_domains", List.of("example.org")));
        assertRefused(signIn());
    }

    @Test
    void aDisabledAccountDoesNotComeBackThisWay() {
        signIn();
        server.deployment.execute(
                "update accounts set disabled_at = now() where email = 'fay@example.org'");
        browser = TestServer.newBrowser();
        assertRefused(signIn());
    }

    @Test
    void groupsGiveRolesAtEverySignIn() {
        Map<String, @Nullable Object> rules = new HashMap<>();
        rules.put("groups_claim", "realm_access.roles");
        rules.put("group_roles", Map.of("db-admins", "admin", "analysts", "analyst"));
        rules.put("default_role", "absent");
        put(rules);
        issuer.claims.put("realm_access", Map.of("roles", List.of("analysts", "db-admins", "x")));
        signIn();
        assertThat(roleOf("fay@example.org")).isEqualTo("admin");
        assertThat(server.deployment.dump("accounts")).contains("analysts,db-admins,x");
        issuer.claims.put("realm_access", Map.of("roles", List.of("analysts")));
        signIn();
        assertThat(roleOf("fay@example.org")).isEqualTo("analyst");
        issuer.claims.put("realm_access", Map.of("roles", List.of("kitchen")));
        browser = TestServer.newBrowser();
        assertRefused(signIn());
    }

    @Test
    void anotherKeyOfTheIssuerIsFoundOut() {
        signIn();
        int before = issuer.keysRead;
        issuer.rotateKeys();
        clock.turn(Duration.ofSeconds(11));
        browser = TestServer.newBrowser();
        assertThat(signIn().statusCode()).isEqualTo(302);
        assertThat(issuer.keysRead).isEqualTo(before + 1);
    }

    private long authTimeOfFay() {
        String access = tokensOfFay().get("access_token").asString();
        byte[] payload = Base64.getUrlDecoder().decode(access.split("\\.", -1)[1]);
        return JsonMapper.shared().readTree(payload).get("auth_time").asLong();
    }

    @Test
    void aSignInIsAsOldAsTheIssuerSays() {
        long before = clock.instant().minusSeconds(3600).getEpochSecond();
        issuer.claims.put("auth_time", before);
        assertThat(authTimeOfFay()).isEqualTo(before);
        browser = TestServer.newBrowser();
        issuer.claims.put("auth_time", null);
        assertThat(authTimeOfFay()).as("the issuer does not say").isZero();
        browser = TestServer.newBrowser();
        issuer.claims.remove("auth_time");
        assertThat(authTimeOfFay()).isGreaterThan(before + 3600);
    }

    @Test
    void asksTheIssuerForASignInThatIsRecentEnough() {
        assertThat(begin("")).containsEntry("max_age", "300");
        String wanted =
                TestPerson.authorize(TestPerson.request(client, Map.of("prompt", "login")))
                        + "&signed_in_since=1";
        assertThat(begin("?continue=" + encoded(wanted))).containsEntry("max_age", "0");
    }

    private JsonNode tokensOfFay() {
        signIn();
        HttpResponse<String> page = get(TestPerson.authorize(TestPerson.request(client, Map.of())));
        Map<String, String> answer =
                TestPerson.answer(
                        TestPerson.press(server, browser, page, Map.of("decision", "allow")));
        return TestServer.json(owner.redeem(client, answer.get("code"), Map.of()));
    }

    @Test
    void aRefreshAsksTheIssuerAgain() {
        JsonNode tokens = tokensOfFay();
        clock.turn(Duration.ofMinutes(2));
        issuer.forms.clear();
        HttpResponse<String> next = owner.refresh(client, tokens.get("refresh_token").asString());
        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        assertThat(issuer.forms).hasSize(1);
        assertThat(issuer.forms.getFirst())
                .containsEntry("grant_type", "refresh_token")
                .containsKey("refresh_token");
        HttpResponse<String> soon =
                owner.refresh(client, TestServer.json(next).get("refresh_token").asString());
        assertThat(soon.statusCode()).isEqualTo(200);
        assertThat(issuer.forms).as("once a minute is enough").hasSize(1);
    }

    @Test
    void whomTheIssuerNoLongerKnowsLosesWhatTheyLetProgramsDo() {
        JsonNode tokens = tokensOfFay();
        String access = tokens.get("access_token").asString();
        assertThat(whoami(access)).isEqualTo(200);
        clock.turn(Duration.ofMinutes(2));
        issuer.failure = "invalid_grant";
        assertThat(TestPerson.error(owner.refresh(client, tokens.get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
        assertThat(whoami(access)).isEqualTo(401);
        assertThat(signedIn()).isFalse();
        assertThat(server.deployment.dump("tenant_main.audit_log"))
                .contains("account.access_ended");
    }

    private static boolean comesWith(Account account, Methods methods) {
        return server.deployment.federation.vouching().admits(account, methods);
    }

    @Test
    void whomTheIssuerEndedComesBackThroughTheIssuerAlone() {
        TestPerson fay = new TestPerson(server, "fay@example.org", TestDeployment.TENANT);
        put(Map.of("links_accounts", true));
        JsonNode tokens = tokensOfFay();
        assertThat(fay.signIn("/signin").statusCode()).isEqualTo(302);
        clock.turn(Duration.ofMinutes(2));
        issuer.failure = "invalid_grant";
        owner.refresh(client, tokens.get("refresh_token").asString());
        assertThat(fay.signIn("/signin").statusCode()).isEqualTo(401);
        assertThat(fay.get("/").statusCode()).isNotEqualTo(200);
        assertThat(comesWith(fay.account, Methods.PASSKEY)).isFalse();
        issuer.failure = null;
        assertThat(signIn().statusCode()).isEqualTo(302);
        assertThat(fay.signIn("/signin").statusCode()).isEqualTo(302);
        assertThat(comesWith(fay.account, Methods.PASSKEY)).isTrue();
    }

    @Test
    void whoLeftTheGroupsThatMayComeStaysOutWithAPassword() {
        TestPerson fay =
                new TestPerson(server, "fay@example.org", TestDeployment.TENANT).inRole("analyst");
        Map<String, @Nullable Object> rules = new HashMap<>();
        rules.put("links_accounts", true);
        rules.put("groups_claim", "groups");
        rules.put("group_roles", Map.of("analysts", "analyst"));
        rules.put("default_role", "absent");
        put(rules);
        issuer.claims.put("groups", List.of("analysts"));
        assertThat(signIn().statusCode()).isEqualTo(302);
        issuer.claims.put("groups", List.of("kitchen"));
        browser = TestServer.newBrowser();
        assertRefused(signIn());
        assertThat(fay.signIn("/signin").statusCode()).isEqualTo(401);
    }

    @Test
    void aGrantOfSomebodyWhomTheIssuerEndedIsNotRefreshed() {
        JsonNode tokens = tokensOfFay();
        server.deployment.execute(
                "update external_identities set ended_at = now(), sealed_refresh = null");
        assertThat(TestPerson.error(owner.refresh(client, tokens.get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void everyIssuerThatVouchedIsAskedAtARefresh() {
        put("second", Map.of("issuer", other.url, "links_accounts", true));
        JsonNode tokens = tokensOfFay();
        HttpResponse<String> away = get("/signin/with/main/second");
        Map<String, String> asked =
                other.signIn(URI.create(away.headers().firstValue("Location").orElseThrow()));
        HttpResponse<String> in =
                get("/signin/from/main/second?code=c&state=" + encoded(asked.get("state")));
        assertThat(in.statusCode()).as(in.body()).isEqualTo(302);
        clock.turn(Duration.ofMinutes(2));
        issuer.forms.clear();
        other.forms.clear();
        HttpResponse<String> next = owner.refresh(client, tokens.get("refresh_token").asString());
        assertThat(next.statusCode()).as(next.body()).isEqualTo(200);
        assertThat(issuer.forms).hasSize(1);
        assertThat(other.forms).hasSize(1);
        clock.turn(Duration.ofMinutes(2));
        other.failure = "invalid_grant";
        assertThat(
                        TestPerson.error(
                                owner.refresh(
                                        client,
                                        TestServer.json(next).get("refresh_token").asString())))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void whoCameThroughAnIssuerThatIsReplacedIsOut() {
        JsonNode tokens = tokensOfFay();
        put(Map.of("label", "The same"));
        assertThat(whoami(tokens.get("access_token").asString())).isEqualTo(200);
        assertThat(put(Map.of("issuer", other.url)).statusCode()).isEqualTo(200);
        assertThat(whoami(tokens.get("access_token").asString())).isEqualTo(401);
        assertThat(signedIn()).isFalse();
        assertThat(server.deployment.dump("external_identities")).doesNotContain("sub-1");
    }

    @Test
    void anIssuersEndpointsAreNotAtAnotherTrustedOrigin() {
        issuer.metadata.put("token_endpoint", other.url + "/token");
        clock.turn(Duration.ofHours(2)); // nothing is remembered any more
        owner.signedIn();
        token = owner.tokens(client, Map.of("scope", "admin query")).get("access_token").asString();
        assertThat(put(Map.of()).statusCode()).isEqualTo(422);
        issuer.metadata.put("token_endpoint", issuer.url + "/token");
    }

    @Test
    void theOnlyWayTakesNoPasswordThroughAnInvitation() {
        var created =
                server.deployment.invitations.create(
                        TestDeployment.TENANT,
                        new EmailAddress("fay@example.org"),
                        Role.VIEWER,
                        Actor.OPERATOR);
        String invitation = TestDeployment.text(created.token());
        server.deployment.execute("update identity_providers set only_way = true");
        try (Secret password = TestDeployment.secret("four words make one")) {
            assertThatThrownBy(() -> server.deployment.invitations.accept(invitation, password))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ReasonCode.NOT_FOUND));
            server.deployment.execute("update identity_providers set only_way = false");
            assertThat(server.deployment.invitations.accept(invitation, password)).isPresent();
        }
    }

    @Test
    void anIssuerThatIsDownSpendsNoRefreshToken() {
        JsonNode tokens = tokensOfFay();
        clock.turn(Duration.ofMinutes(2));
        issuer.failure = "server_error";
        String refresh = tokens.get("refresh_token").asString();
        HttpResponse<String> answer = owner.refresh(client, refresh);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("temporarily_unavailable");
        issuer.failure = null;
        assertThat(owner.refresh(client, refresh).statusCode()).isEqualTo(200);
    }

    @Test
    void aGroupThatSomebodyLeftIsGoneAtTheNextRefresh() {
        put(Map.of("groups_claim", "groups"));
        issuer.claims.put("groups", List.of("data-team"));
        JsonNode tokens = tokensOfFay();
        assertThat(server.deployment.accounts.groups(TestDeployment.TENANT, "fay@example.org"))
                .containsExactly("data-team");
        issuer.claims.put("groups", List.of());
        clock.turn(Duration.ofMinutes(2));
        owner.refresh(client, tokens.get("refresh_token").asString());
        assertThat(server.deployment.accounts.groups(TestDeployment.TENANT, "fay@example.org"))
                .isEmpty();
    }

    @Test
    void anotherPersonsTokenAtARefreshConfirmsNobody() {
        JsonNode tokens = tokensOfFay();
        clock.turn(Duration.ofMinutes(2));
        issuer.subject = "sub-9";
        assertThat(owner.refresh(client, tokens.get("refresh_token").asString()).statusCode())
                .isEqualTo(503);
    }

    private static int whoami(String access) {
        return server.send(server.at("/api/v1/whoami").header("Authorization", "Bearer " + access))
                .statusCode();
    }

    @Test
    void theOnlyWayTakesThePasswordsAndNobodyLocksThemselvesOut() {
        HttpResponse<String> early = put(Map.of("only_way", true, "links_accounts", true));
        assertThat(early.statusCode()).isEqualTo(400);
        put(Map.of("links_accounts", true));
        issuer.claims.put("email", "olga@example.org");
        signIn();
        HttpResponse<String> done = put(Map.of("only_way", true, "links_accounts", true));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(server.deployment.dump("accounts")).doesNotContain("$2a$", "$argon2");
        assertThat(owner.signIn("/signin").statusCode()).isEqualTo(401);
        assertThat(whoami(token)).as("granted with a password").isEqualTo(401);
        assertThat(comesWith(owner.account, Methods.PASSKEY)).isFalse();
        assertThat(comesWith(owner.account, Methods.EXTERNAL.and(Methods.PASSKEY))).isTrue();
        assertThat(comesWith(owner.account, Methods.PASSWORD)).as("of the operator").isTrue();
        browser = TestServer.newBrowser();
        assertThat(signIn().statusCode()).isEqualTo(302);
    }

    @Test
    void anInvitationCanBeTakenUpThroughTheIssuer() {
        put(Map.of("makes_accounts", false));
        var created =
                server.deployment.invitations.create(
                        TestDeployment.TENANT,
                        new EmailAddress("fay@example.org"),
                        Role.VIEWER,
                        Actor.OPERATOR);
        String invitation = TestDeployment.text(created.token());
        assertThat(get("/invitation/" + invitation).body())
                .contains("/signin/with/main/corp?invitation=" + invitation);
        issuer.claims.put("email", "somebody@example.org");
        assertRefused(back(begin("?invitation=" + invitation), Map.of()));
        issuer.claims.put("email", "fay@example.org");
        assertThat(back(begin("?invitation=" + invitation), Map.of()).statusCode()).isEqualTo(302);
        assertThat(roleOf("fay@example.org")).isEqualTo("viewer");
        assertThat(get("/invitation/" + invitation).statusCode()).isEqualTo(404);
    }

    @Test
    void anAdministratorReadsNoSecretAndOnlyAnOwnerSetsProviders() {
        JsonNode shown = TestServer.json(api(server.at(PROVIDERS + "/corp")));
        assertThat(shown.toString()).doesNotContain("s3cr");
        assertThat(shown.get("redirect_uri").asString()).isEqualTo(server.url.issuer() + BACK);
        assertThat(put(Map.of("client_secret", "absent")).statusCode()).isEqualTo(200);
        TestPerson admin =
                new TestPerson(server, "ada@example.org", TestDeployment.TENANT)
                        .inRole("admin")
                        .signedIn();
        String weaker =
                admin.tokens(client, Map.of("scope", "admin query")).get("access_token").asString();
        HttpResponse<String> refused =
                server.send(server.at(PROVIDERS).header("Authorization", "Bearer " + weaker));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("ROLE_FORBIDDEN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer | http://169.254.169.254",
                "issuer | https://127.0.0.1:1",
                "issuer | file:///etc/passwd",
                "issuer | https://id.example.org/?x=#y",
                "label | ''",
                "client_id | ''",
                "client_secret | ''",
                "default_role | root",
                "unknown_member | x"
            })
    void refusesAProviderThatCannotBeOne(String member, String value) {
        assertThat(put(Map.of(member, value)).statusCode()).isIn(400, 422);
    }

    @Test
    void refusesRulesThatWouldLetEverybodyIn() {
        assertThat(put(Map.of("email_domains", List.of())).statusCode()).isEqualTo(400);
        assertThat(
                        put(Map.of(
                                        "email_domains",
                                        List.of(),
                                        "makes_accounts",
                                        false,
                                        "links_accounts",
                                        true))
                                .statusCode())
                .isEqualTo(400);
        assertThat(put(Map.of("group_roles", Map.of("g", "admin"))).statusCode()).isEqualTo(400);
    }

    @Test
    void anIssuerThatNamesAnotherIsRefused() {
        issuer.metadata.put("issuer", "https://evil.example.org");
        clock.turn(Duration.ofHours(2)); // nothing is remembered any more
        owner.signedIn();
        token = owner.tokens(client, Map.of("scope", "admin query")).get("access_token").asString();
        HttpResponse<String> answer = put(Map.of());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("ISSUER_UNUSABLE");
    }

    @Test
    void whoCameThroughAProviderThatIsRemovedIsOut() {
        JsonNode tokens = tokensOfFay();
        assertThat(api(server.at(PROVIDERS + "/corp").DELETE()).statusCode()).isEqualTo(204);
        assertThat(whoami(tokens.get("access_token").asString())).isEqualTo(401);
        assertThat(signedIn()).isFalse();
        assertThat(get("/signin/with/main/corp").statusCode()).isEqualTo(404);
    }
}
