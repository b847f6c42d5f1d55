package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesIT {
    private static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestServer server;

    private final String email = "ana" + NUMBER.incrementAndGet() + "@example.org";

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newBrowser() {
        server.browser = TestServer.newBrowser();
        server.deployment.clock.turn(Duration.ofHours(1)); // the limits refill
    }

    private void createOwner() {
        try (Secret password = TestDeployment.secret(PASSWORD)) {
            server.deployment.accounts.createOwner(TestDeployment.TENANT, email, password);
        }
    }

    private HttpResponse<String> signIn(String address, String password) {
        return server.submit("/signin", "/signin", Map.of("email", address, "password", password));
    }

    @Test
    void sendsAVisitorToTheSignIn() {
        var response = server.get("/");
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains("/signin");
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void signsInShowsTheStatusAndSignsOut() {
        createOwner();
        var response = signIn(email, PASSWORD);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains("/");
        var status = server.get("/");
        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body())
                .contains(email, "Version 0.1.0", "embedded PostgreSQL 18.6", "sluice run")
                .contains(server.url.resource());
        var out = server.submit("/", "/signout", Map.of());
        assertThat(out.headers().firstValue("Location")).contains("/signin?out");
        assertThat(server.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void answersAnUnknownAccountLikeAWrongPassword() {
        createOwner();
        var wrong = signIn(email, "wrong horse battery");
        var unknown = signIn("eve@example.org", "wrong horse battery");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(plain(unknown).replace("eve@example.org", email)).isEqualTo(plain(wrong));
    }

    private static String plain(HttpResponse<String> page) {
        return page.body().replaceAll("name=\"_csrf\" value=\"[^\"]+\"", "");
    }

    @Test
    void givesASessionOnlyToThoseWhoSignedInAndANewOneThen() {
        createOwner();
        var form = server.get("/signin");
        assertThat(form.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("sluice_form=")
                .contains("HttpOnly", "SameSite=Strict");
        var planted = server.send(server.at("/signin").header("Cookie", "sluice_session=planted0"));
        assertThat(planted.statusCode()).isEqualTo(200);
        var response = signIn(email, PASSWORD);
        assertThat(response.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie ->
                        assertThat(cookie)
                                .startsWith("sluice_session=")
                                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                                .doesNotContain("planted0"));
    }

    @Test
    void locksAnAccountOutWhoeverIsSaidToAsk() {
        createOwner();
        int burst = RateLimits.DEFAULT.signInsPerAccount().burst();
        for (int i = 0; i < burst; i++) {
            assertThat(signIn(email, "wrong horse battery").statusCode()).isEqualTo(401);
        }
        var locked = signIn(email, PASSWORD);
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.headers().firstValue("Retry-After")).contains("30");
        assertThat(locked.body()).contains("Too many attempts");
        String token = locked.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
        var spoofed =
                server.send(
                        server.form(
                                        "/signin",
                                        Map.of(
                                                "email",
                                                email.toUpperCase(Locale.ROOT),
                                                "password",
                                                PASSWORD,
                                                "_csrf",
                                                token))
                                .header("X-Forwarded-For", "203.0.113.9")
                                .header("Forwarded", "for=203.0.113.9"));
        assertThat(spoofed.statusCode()).isEqualTo(429);
        server.deployment.clock.turn(Duration.ofSeconds(30));
        assertThat(signIn(email, PASSWORD).statusCode()).isEqualTo(302);
    }

    @Test
    void anotherSpellingOfTheAddressGivesNoFurtherTries() {
        createOwner();
        int burst = RateLimits.DEFAULT.signInsPerAccount().burst();
        Map<String, String> wrong = Map.of("email", email, "password", "wrong horse battery");
        for (int i = 0; i < burst; i++) {
            assertThat(server.submit("/signin", "/%73ignin", wrong).statusCode()).isEqualTo(401);
        }
        assertThat(server.submit("/signin", "/%73ignin", wrong).statusCode()).isEqualTo(429);
        assertThat(server.submit("/signin", "/sign%69n", wrong).statusCode()).isEqualTo(429);
    }

    @Test
    void refusesAFormWithoutItsToken() {
        createOwner();
        server.get("/signin");
        var response =
                server.send(server.form("/signin", Map.of("email", email, "password", PASSWORD)));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("reload the page");
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(response.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(server.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void sendsTheHeadersThatKeepABrowserSafe() {
        for (String path : List.of("/signin", "/nothing-here", "/assets/sluice.css")) {
            var headers = server.get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe-inline");
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
            assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
            assertThat(headers.firstValue("X-Request-Id")).isPresent();
        }
        assertThat(server.get("/signin").body()).doesNotContain("<script", "style=");
        assertThat(server.get("/signin").headers().allValues("Cache-Control"))
                .containsExactly("no-store");
        assertThat(server.get("/assets/sluice.css").headers().firstValue("Cache-Control"))
                .contains("max-age=3600, public");
    }

    @Test
    void demandsTlsOfBrowsersWhereThePublicUrlHasIt() throws Exception {
        try (TestServer secure = new TestServer("https://sluice.example.org", RateLimits.DEFAULT)) {
            var form = secure.get("/signin");
            assertThat(form.headers().firstValue("Strict-Transport-Security").orElse(""))
                    .contains("max-age=31536000");
            assertThat(form.headers().firstValue("Set-Cookie").orElse(""))
                    .startsWith("__Host-sluice_form=")
                    .contains("Secure");
            assertThat(secure.get("/").headers().firstValue("Location")).contains("/signin");
        }
    }

    @Test
    void showsWhatWasTypedAsTextOnly() {
        var response = signIn("\"><script>alert(1)</script>@x", "x");
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void createsTheOwnerOnce() {
        String path =
                "/setup/"
                        + TestDeployment.text(
                                server.deployment.links.create(TestDeployment.TENANT));
        var shortPassword =
                server.submit(path, path, Map.of("email", email, "password", "too short"));
        assertThat(shortPassword.statusCode()).isEqualTo(400);
        assertThat(shortPassword.body()).contains("at least 12 characters", email);
        var noAddress = server.submit(path, path, Map.of("email", "<b>", "password", PASSWORD));
        assertThat(noAddress.statusCode()).isEqualTo(400);
        assertThat(noAddress.body()).doesNotContain("<b>");
        var created = server.submit(path, path, Map.of("email", email, "password", PASSWORD));
        assertThat(created.headers().firstValue("Location")).contains("/signin?created");
        assertThat(server.get("/signin?created").body()).contains("Your account is ready");
        assertThat(server.get(path).statusCode()).isEqualTo(404);
        assertThat(signIn(email, PASSWORD).statusCode()).isEqualTo(302);
    }

    @Test
    void answersLinksItDoesNotKnowWithAPage() {
        for (String path : List.of("/setup/unknown", "/setup/" + "x".repeat(5000))) {
            var response = server.get(path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).contains("This link is not valid");
        }
    }

    @Test
    void endsASessionThatIsLeftAloneOrTooOld() {
        createOwner();
        signIn(email, PASSWORD);
        for (int i = 0; i < 24; i++) {
            assertThat(server.get("/").statusCode()).as("after %d uses", i).isEqualTo(200);
            server.deployment.clock.turn(Duration.ofMinutes(29));
        }
        server.deployment.clock.turn(Duration.ofMinutes(1));
        assertThat(server.get("/").statusCode()).isEqualTo(302);
        signIn(email, PASSWORD);
        assertThat(server.get("/").statusCode()).isEqualTo(200);
        for (int i = 0; i < 25; i++) {
            server.deployment.clock.turn(Duration.ofMinutes(29));
            server.get("/");
        }
        assertThat(server.get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void endsTheSessionOfADisabledAccount() {
        createOwner();
        signIn(email, PASSWORD);
        assertThat(server.get("/").statusCode()).isEqualTo(200);
        var account =
                server.deployment.accounts.list(TestDeployment.TENANT).stream()
                        .filter(one -> one.email().value().equals(email))
                        .findFirst()
                        .orElseThrow();
        server.deployment.accounts.disable(TestDeployment.TENANT, account.id(), Actor.OPERATOR);
        assertThat(server.get("/").statusCode()).isEqualTo(302);
        assertThat(signIn(email, PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void answersOtherPathsWithAPageThatSaysNothingOfOurInsides() {
        for (String path : List.of("/nothing", "/error", "/setup", "/a;b=c")) {
            var response = server.get(path);
            assertThat(response.statusCode()).as(path).isIn(400, 404);
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .as(path)
                    .containsAnyOf("text/html", "application/json");
            assertThat(response.body())
                    .as(path)
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContain("Exception", "springframework");
        }
    }

    @Test
    void asksWhoeverTriesTooManyPasskeysToWait() throws Exception {
        RateLimits.Limit one = new RateLimits.Limit(1, Duration.ofMinutes(1));
        try (TestServer named =
                new TestServer(
                        "http://localhost:7777",
                        new RateLimits(one, one, one, one, RateLimits.Strangers.DEFAULT))) {
            Map<String, String> on = Map.of("continue", "/device");
            assertThat(named.submit("/signin", "/signin/passkey", on).statusCode()).isEqualTo(200);
            var refused = named.submit("/signin", "/signin/passkey", on);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).contains("60");
            assertThat(refused.body()).contains("Too many attempts", "value=\"/device\"");
            var answer = named.submit("/signin", "/signin/passkey/answer", Map.of("answer", "x"));
            assertThat(answer.statusCode()).isEqualTo(429);
        }
    }
}
