package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.Site;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import tools.jackson.databind.JsonNode;

/** The pages on which somebody lets a program or a device act for them. */
class ProgramPagesIT {
    private static final String EMAIL = "ana@example.org";

    private static Site site;
    private static Chromium browser;
    private static Program program;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        site = Site.start();
        site.createOwner(EMAIL);
        program = new Program(site, "Notebook <b>of</b> Ana");
    }

    @AfterAll
    static void stop() {
        if (program != null) {
            program.close();
        }
        if (site != null) {
            site.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void signOut() {
        browser.visit(site.at("/signin"));
        browser.driver().manage().deleteAllCookies();
    }

    @AfterEach
    void noPageBrokeItsOwnPolicy() {
        assertThat(browser.complaints()).isEmpty();
    }

    private static void signIn() {
        assertThat(browser.heading()).isEqualTo("Sign in");
        browser.type("email", EMAIL);
        browser.type("password", Site.PASSWORD);
        browser.press("Sign in");
    }

    private static void askForConsent(String scope) {
        browser.visit(program.authorization(scope));
        signIn();
        browser.awaitHeading("Allow Notebook <b>of</b> Ana?");
    }

    private static Map<String, String> answer() {
        browser.awaitAddress(program.redirect());
        assertThat(browser.heading()).isEqualTo(Program.GOT_IT);
        Map<String, String> answer = Objects.requireNonNull(program.answer());
        assertThat(answer).containsEntry("state", Program.STATE);
        return answer;
    }

    @Test
    void saysWhoAsksForWhatAndWhereTheAnswerGoes() {
        askForConsent("query admin");
        URI redirect = URI.create(program.redirect());
        assertThat(browser.text())
                .contains("nobody has checked it")
                .contains("Ask questions of the databases")
                .contains("Administer connections")
                .contains(redirect.getAuthority())
                .contains("a program on your own machine")
                .contains(EMAIL, site.tenant().value());
    }

    @Test
    void givesAProgramThatWasAllowedATokenThatWorks() {
        askForConsent("query");
        assertThat(browser.text()).doesNotContain("Administer connections");
        browser.press("Allow");
        String code = Objects.requireNonNull(answer().get("code"));
        JsonNode tokens = program.redeem(code);
        assertThat(tokens.path("scope").asString()).isEqualTo("query");
        try (McpCaller caller =
                new McpCaller(
                        URI.create(site.at("/api/mcp")), tokens.path("access_token").asString())) {
            assertThat(caller.listTools().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void givesAProgramThatWasRefusedNothing() {
        askForConsent("query");
        browser.press("Refuse");
        assertThat(answer()).containsEntry("error", "access_denied").doesNotContainKey("code");
    }

    @Test
    void doesNotSendAnybodyToAnAddressThatTheProgramDidNotRegister() {
        browser.visit(
                program.authorization("query")
                        .replace("%2Fcallback", "%2Fother")); // in the redirect
        assertThat(browser.heading()).isEqualTo("That did not work");
        assertThat(browser.address()).startsWith(site.url());
    }

    @Test
    void letsADeviceIn() {
        JsonNode device = program.askAsDevice();
        browser.visit(site.at("/device"));
        signIn();
        browser.awaitHeading("Connect a device");
        browser.type("user_code", device.path("user_code").asString().replace("-", ""));
        browser.press("Continue");
        assertThat(browser.heading()).startsWith("Let ").endsWith(" in?");
        assertThat(browser.text()).contains("127.0.0.1", EMAIL, "If somebody sent you this code");
        browser.press("Let it in");
        assertThat(browser.heading()).isEqualTo("The device is in");
        assertThat(program.poll(device.path("device_code").asString()).has("access_token"))
                .isTrue();
        browser.visit(device.path("verification_uri_complete").asString());
        assertThat(browser.text()).contains("No device waits under this code");
    }

    @Test
    void turnsADeviceAway() {
        JsonNode device = program.askAsDevice();
        browser.visit(device.path("verification_uri_complete").asString());
        signIn();
        browser.awaitHeading("Let " + browser.find(By.className("name")).getText() + " in?");
        browser.press("Refuse");
        assertThat(browser.heading()).isEqualTo("The device was refused");
        assertThat(program.poll(device.path("device_code").asString()).path("error").asString())
                .isEqualTo("access_denied");
    }

    @Test
    void knowsNoWrongAndNoExpiredCode() {
        JsonNode device = program.askAsDevice();
        browser.visit(site.at("/device"));
        signIn();
        browser.awaitHeading("Connect a device");
        for (String wrong : new String[] {"BBBB-BBBB", "<script>alert(1)</script>", "ÄÖÜ"}) {
            browser.type("user_code", wrong);
            browser.press("Continue");
            assertThat(browser.find(By.id("problem")).getText())
                    .contains("No device waits under this code");
            assertThat(browser.find(By.id("user_code")).getDomProperty("value")).isEqualTo(wrong);
        }
        site.execute("update oauth_devices set expires_at = now() - interval '1 second'");
        browser.type("user_code", device.path("user_code").asString());
        browser.press("Continue");
        assertThat(browser.text()).contains("No device waits under this code");
    }
}
