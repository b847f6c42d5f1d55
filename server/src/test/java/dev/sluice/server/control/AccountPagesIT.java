package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.Apps;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import dev.sluice.server.session.Session;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One's own account. */
class AccountPagesIT {
    private static final String NEXT = "five words are one more";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestServer server;

    private TestPerson ana;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newPerson() {
        server.deployment.clock.turn(Duration.ofMinutes(10));
        ana =
                new TestPerson(
                                server,
                                "own" + NUMBER.incrementAndGet() + "@example.org",
                                TestDeployment.TENANT)
                        .signedIn();
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) {
        Matcher token = CSRF.matcher(ana.get("/account").body());
        if (!token.find()) { // signed out meanwhile
            token = CSRF.matcher(ana.get("/signin").body());
            assertThat(token.find()).isTrue();
        }
        Map<String, String> all = new HashMap<>(fields);
        all.put("_csrf", token.group(1));
        return TestServer.send(ana.browser, server.form(path, all));
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("no redirect");
    }

    private List<Session> sessions() {
        return server.deployment.sessions.sessions().list(ana.account.id());
    }

    private static String now(Secret secret) {
        return Apps.code(secret, server.deployment.clock.instant());
    }

    @Test
    void isForWhoeverIsSignedIn() {
        HttpResponse<String> stranger = server.get("/account");
        assertThat(location(stranger)).isEqualTo("/signin?continue=%2Faccount");
        assertThat(location(server.get("/account/app"))).startsWith("/signin");
        HttpResponse<String> page = ana.get("/account");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(ana.email, "This browser", "owner")
                .doesNotContain("<script");
        for (String path :
                List.of("/account/password", "/account/app/remove", "/account/sessions/end-all")) {
            assertThat(location(server.submit("/signin", path, Map.of()))).startsWith("/signin");
            assertThat(TestServer.send(ana.browser, server.form(path, Map.of())).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void changesThePasswordAndEndsTheOtherSessions() {
        TestPerson elsewhere = ana.elsewhere();
        assertThat(sessions()).hasSize(2);
        HttpResponse<String> wrong =
                post("/account/password", Map.of("current", "not the password", "next", NEXT));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("current password is not right");
        HttpResponse<String> tooShort =
                post("/account/password", Map.of("current", TestPerson.PASSWORD, "next", "short"));
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(sessions()).hasSize(2);
        HttpResponse<String> done =
                post("/account/password", Map.of("current", TestPerson.PASSWORD, "next", NEXT));
        assertThat(location(done)).isEqualTo("/account?password");
        assertThat(ana.get("/account?password").body()).contains("password is changed");
        assertThat(sessions()).hasSize(1);
        assertThat(location(elsewhere.get("/"))).isEqualTo("/signin");
        assertThat(ana.elsewhere().get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void changesNothingThatMattersAfterAnOldSignIn() {
        server.deployment.clock.turn(Duration.ofMinutes(5));
        Map<String, String> password = Map.of("current", TestPerson.PASSWORD, "next", NEXT);
        for (String path :
                List.of(
                        "/account/password",
                        "/account/app",
                        "/account/app/remove",
                        "/account/recovery-codes")) {
            assertThat(location(post(path, password))).isEqualTo("/signin?continue=%2Faccount");
        }
        assertThat(location(ana.get("/account/app"))).isEqualTo("/signin?continue=%2Faccount");
        assertThat(ana.get("/account").statusCode()).isEqualTo(200);
    }

    @Test
    void addsAnAppRenewsItsCodesAndRemovesIt() {
        HttpResponse<String> page = ana.get("/account/app");
        Matcher key = Pattern.compile("class=\"key\">([A-Z2-7 ]+)<").matcher(page.body());
        assertThat(key.find()).isTrue();
        assertThat(ana.get("/account/app").body()).contains(key.group(1));
        Secret secret = Apps.typed(key.group(1));
        HttpResponse<String> wrong = ana.press(page, Map.of("code", "000000x"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        HttpResponse<String> added = ana.press(wrong, Map.of("code", now(secret)));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        assertThat(added.body()).containsPattern("<code>([A-Z2-7]{4} ){3}[A-Z2-7]{4}</code>");
        assertThat(sessions().getFirst().methods().strong()).isTrue();
        assertThat(ana.get("/account").body()).contains("10 unused", "Remove the app");
        HttpResponse<String> codes = post("/account/recovery-codes", Map.of());
        assertThat(codes.body()).contains("Recovery codes").isNotEqualTo(added.body());
        assertThat(location(ana.signIn("/signin"))).isEqualTo("/signin/code");
        server.deployment.clock.turn(Duration.ofSeconds(30));
        ana.press(ana.get("/signin/code"), Map.of("code", now(secret)));
        assertThat(location(post("/account/app/remove", Map.of()))).isEqualTo("/account?removed");
        assertThat(location(ana.signIn("/signin"))).isEqualTo("/");
    }

    @Test
    void givesRecoveryCodesOnlyBesidesAFactor() {
        assertThat(location(post("/account/recovery-codes", Map.of()))).startsWith("/account");
        assertThat(server.deployment.factors.recovery().left(ana.account.id())).isZero();
    }

    @Test
    void listsAndEndsSessionsOfOnesOwn() {
        TestPerson elsewhere = ana.elsewhere();
        String mine = sessions().getLast().id();
        TestPerson eve =
                new TestPerson(
                                server,
                                "own" + NUMBER.incrementAndGet() + "@example.org",
                                TestDeployment.TENANT)
                        .signedIn();
        String theirs =
                server.deployment.sessions.sessions().list(eve.account.id()).getFirst().id();
        post("/account/sessions/end", Map.of("session", theirs));
        assertThat(eve.get("/").statusCode()).isEqualTo(200);
        for (Session session : sessions()) {
            if (!session.id().equals(mine)) {
                assertThat(ana.get("/account").body()).contains(session.id());
                post("/account/sessions/end", Map.of("session", session.id()));
            }
        }
        assertThat(sessions()).hasSize(1);
        assertThat(elsewhere.get("/").statusCode() + ana.get("/").statusCode())
                .isEqualTo(200 + 302);
    }

    @Test
    void endsAllSessionsAtOnce() {
        TestPerson elsewhere = ana.elsewhere();
        assertThat(location(post("/account/sessions/end-all", Map.of()))).isEqualTo("/signin?out");
        assertThat(sessions()).isEmpty();
        assertThat(location(ana.get("/"))).isEqualTo("/signin");
        assertThat(location(elsewhere.get("/"))).isEqualTo("/signin");
    }

    @Test
    void listsAndEndsProgramsOfOnesOwn() {
        Client client =
                server.deployment
                        .clients
                        .create(TestDeployment.TENANT, "A <b>program</b>", Set.of("query"))
                        .client();
        String grant = grant(ana, client);
        assertThat(ana.get("/account").body())
                .contains(grant, "A &lt;b&gt;program&lt;/b&gt;")
                .doesNotContain("<b>program");
        TestPerson eve =
                new TestPerson(
                        server,
                        "own" + NUMBER.incrementAndGet() + "@example.org",
                        TestDeployment.TENANT);
        String theirs = grant(eve, client);
        post("/account/programs/end", Map.of("grant", theirs));
        post("/account/programs/end", Map.of("grant", grant));
        assertThat(ana.get("/account").body()).doesNotContain(grant);
        assertThat(server.deployment.dump("oauth_grants", "revoked_at is not null"))
                .contains(grant)
                .doesNotContain(theirs);
    }

    private static String grant(TestPerson person, Client client) {
        server.deployment
                .grants
                .authorize(
                        new Grants.Consent(
                                client.id(),
                                TestDeployment.TENANT,
                                person.account.id(),
                                List.of("query"),
                                TestDeployment.PROOF),
                        TestPerson.CALLBACK,
                        TestPerson.challenge(TestPerson.VERIFIER))
                .close();
        Matcher id =
                Pattern.compile("grant_[0-9a-f]+")
                        .matcher(
                                server.deployment.dump(
                                        "oauth_grants", "account = '" + person.account.id() + "'"));
        assertThat(id.find()).isTrue();
        return id.group();
    }

    @Test
    void anAppOfAnotherSessionIsNotConfirmedHere() {
        HttpResponse<String> page = ana.get("/account/app");
        Matcher key = Pattern.compile("class=\"key\">([A-Z2-7 ]+)<").matcher(page.body());
        assertThat(key.find()).isTrue();
        TestPerson elsewhere = ana.elsewhere();
        HttpResponse<String> other = elsewhere.get("/account/app");
        HttpResponse<String> refused =
                elsewhere.press(other, Map.of("code", now(Apps.typed(key.group(1)))));
        assertThat(refused.statusCode()).isEqualTo(400);
    }
}
