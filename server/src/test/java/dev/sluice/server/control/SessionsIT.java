package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.document.AddressRule;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions as a browser meets them, on two nodes of one deployment. */
class SessionsIT {
    private static TestServer one;
    private static TestServer two;

    @BeforeAll
    static void start() throws Exception {
        one = new TestServer("", RateLimits.DEFAULT);
        two =
                new TestServer(
                        one.url.issuer(),
                        RateLimits.DEFAULT,
                        new ControlPlane.OpenClients(true, AddressRule.PUBLIC_AND_LOOPBACK),
                        one.deployment);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
    }

    private static String session(HttpResponse<String> response) {
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("sluice_session="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    private static int status(TestServer node, String cookie) {
        return TestServer.send(TestServer.newBrowser(), node.at("/").header("Cookie", cookie))
                .statusCode();
    }

    @Test
    void aSessionOfOneNodeIsKnownToTheOtherAndEndsOnBoth() {
        TestPerson ana = new TestPerson(one, "ana@two.example", TestDeployment.TENANT);
        String cookie = session(ana.signIn("/signin"));
        assertThat(status(one, cookie)).isEqualTo(200);
        assertThat(status(two, cookie)).isEqualTo(200);
        HttpResponse<String> page = ana.get("/");
        ana.press(page, Map.of());
        assertThat(status(one, cookie)).isEqualTo(302);
        assertThat(status(two, cookie)).isEqualTo(302);
    }

    @Test
    void signingInAgainEndsTheSessionBeforeAndGivesAnother() {
        TestPerson bob = new TestPerson(one, "bob@two.example", TestDeployment.TENANT);
        String before = session(bob.signIn("/signin"));
        String after = session(bob.signIn("/signin"));
        assertThat(after).isNotEqualTo(before);
        assertThat(status(two, before)).isEqualTo(302);
        assertThat(status(two, after)).isEqualTo(200);
    }

    @Test
    void believesNoCookieThatIsSentTwice() {
        TestPerson eve = new TestPerson(one, "eve@two.example", TestDeployment.TENANT);
        String cookie = session(eve.signIn("/signin"));
        assertThat(status(one, cookie + "; sluice_session=planted")).isEqualTo(302);
        assertThat(status(one, "sluice_session=" + "x".repeat(4000))).isEqualTo(302);
    }

    @Test
    void bindsTheCookieToTheHostWhereThePublicUrlHasTls() throws Exception {
        try (TestServer secure = new TestServer("https://sluice.example.org", RateLimits.DEFAULT)) {
            TestPerson ana = new TestPerson(secure, "ana@tls.example", TestDeployment.TENANT);
            var form = TestServer.send(ana.browser, secure.at("/signin"));
            String token =
                    form.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
            String formCookie = form.headers().firstValue("Set-Cookie").orElseThrow();
            var in =
                    TestServer.send(
                            TestServer.newBrowser(),
                            secure.form(
                                            "/signin",
                                            Map.of(
                                                    "email",
                                                    ana.email,
                                                    "password",
                                                    TestPerson.PASSWORD,
                                                    "_csrf",
                                                    token))
                                    .header(
                                            "Cookie",
                                            formCookie.substring(0, formCookie.indexOf(';'))));
            assertThat(in.headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie ->
                            assertThat(cookie)
                                    .startsWith("__Host-sluice_session=")
                                    .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                                    .doesNotContain("Domain"));
        }
    }
}
