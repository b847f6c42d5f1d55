package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** One's own account, in the browser where one is and in another that is signed in too. */
class AccountPagesIT {
    private static final String NEXT = "five words are one more";

    private static Site site;
    private static Chromium browser;
    private static Chromium other;
    private static Accessibility judge;
    private static int number;

    private String email = "";

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        other = Chromium.open();
        judge = Accessibility.judge();
        site = Site.start();
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        if (other != null) {
            other.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void somebodyNew() {
        number++;
        email = "ana" + number + "@example.org";
        site.createOwner(email);
        for (Chromium one : List.of(browser, other)) {
            one.visit(site.at("/signin"));
            one.driver().manage().deleteAllCookies();
        }
    }

    private void signIn(Chromium in, String password) {
        in.visit(site.at("/signin"));
        in.type("email", email);
        in.type("password", password);
        in.press("Sign in");
    }

    private void openAccount() {
        signIn(browser, Site.PASSWORD);
        browser.find(By.linkText("Account")).click();
        browser.awaitHeading("Your account");
    }

    private static String problem() {
        return browser.find(By.id("problem")).getText();
    }

    private static boolean signedIn(Chromium in) {
        in.visit(site.at("/"));
        return in.heading().equals("Status");
    }

    private void changePassword(String current, String next) {
        browser.type("current", current);
        browser.type("next", next);
        browser.press("Change the password");
    }

    @Test
    void changesThePasswordOfWhoeverKnowsTheOneBefore() {
        signIn(other, Site.PASSWORD);
        openAccount();
        changePassword("not the password", NEXT);
        assertThat(problem()).contains("current password is not right");
        assertThat(signedIn(other)).isTrue();
        changePassword(Site.PASSWORD, NEXT);
        assertThat(browser.text()).contains("The password is changed");
        assertThat(signedIn(other)).isFalse();
        assertThat(signedIn(browser)).isTrue();

        signIn(other, Site.PASSWORD);
        assertThat(other.find(By.id("problem")).getText()).contains("do not match");
        signIn(other, NEXT);
        other.awaitHeading("Status");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void endsTheSessionOfAnotherBrowser() {
        signIn(other, Site.PASSWORD);
        openAccount();
        assertThat(browser.text()).contains("This browser");
        browser.press("End");
        assertThat(browser.text()).contains("It is ended.");
        assertThat(browser.has(By.xpath("//button[normalize-space()='End']"))).isFalse();
        assertThat(signedIn(other)).isFalse();
        assertThat(signedIn(browser)).isTrue();
    }

    @Test
    void endsAllSessions() {
        signIn(other, Site.PASSWORD);
        openAccount();
        browser.press("End all sessions, this one too");
        assertThat(browser.heading()).isEqualTo("Sign in");
        assertThat(browser.text()).contains("You are signed out.");
        assertThat(signedIn(browser)).isFalse();
        assertThat(signedIn(other)).isFalse();
    }

    @Test
    void endsTheAccessOfAProgram() {
        try (Program program = new Program(site, "Notebook of Ana")) {
            openAccount();
            browser.visit(program.authorization("query"));
            browser.awaitHeading("Allow Notebook of Ana?");
            browser.press("Allow");
            browser.awaitAddress(program.redirect());
            String code =
                    Objects.requireNonNull(Objects.requireNonNull(program.answer()).get("code"));
            String token = program.redeem(code).path("access_token").asString();
            URI endpoint = URI.create(site.at("/api/mcp"));
            try (McpCaller caller = new McpCaller(endpoint, token)) {
                assertThat(caller.listTools().statusCode()).isEqualTo(200);
                browser.visit(site.at("/account"));
                signIn(other, Site.PASSWORD);
                browser.visit(site.at("/account"));
                Appearance.looksGood(browser, judge, "account-busy");
                browser.find(By.cssSelector("[aria-label='End the access of Notebook of Ana']"))
                        .click();
                browser.await(() -> browser.text().contains("It is ended."));
                assertThat(browser.text()).doesNotContain("Notebook of Ana");
                assertThat(caller.listTools().statusCode()).isEqualTo(401);
            }
        }
    }

    @Test
    void addsAnAppRenewsItsRecoveryCodesAndRemovesIt() {
        openAccount();
        browser.find(By.linkText("Add")).click();
        browser.awaitHeading("Add an authenticator app");
        Appearance.looksGood(browser, judge, "account-app");
        String key = browser.find(By.className("key")).getText();
        browser.type("code", AuthenticatorApp.code(key, AuthenticatorApp.step()));
        browser.press("Add the app");
        List<String> first = codes();
        browser.find(By.linkText("I have kept them")).click();
        browser.awaitHeading("Your account");
        assertThat(browser.text()).contains("10 unused");
        Appearance.looksGood(browser, judge, "account-factor");

        browser.press("Make new codes");
        assertThat(codes()).hasSize(10).doesNotContainAnyElementsOf(first);
        browser.find(By.linkText("I have kept them")).click();
        browser.awaitHeading("Your account");

        browser.press("Remove the app");
        assertThat(browser.text()).contains("The app is removed.").doesNotContain("unused");
        signIn(other, Site.PASSWORD);
        other.awaitHeading("Status");
    }

    private static List<String> codes() {
        assertThat(browser.heading()).isEqualTo("Recovery codes");
        return browser.driver().findElements(By.cssSelector(".codes code")).stream()
                .map(it -> it.getText())
                .toList();
    }

    @Test
    void downloadsWhatIsKept(@TempDir Path downloads) {
        openAccount();
        Appearance.looksGood(browser, judge, "account");
        browser.saveDownloadsTo(downloads);
        browser.find(By.linkText("Download it")).click();
        browser.await(() -> files(downloads).anyMatch(it -> it.endsWith(".jsonl")));
        String file = files(downloads).findFirst().orElseThrow();
        assertThat(file).matches("account-[0-9a-f-]{36}\\.jsonl");
        assertThat(downloads.resolve(file))
                .content()
                .contains(email)
                .doesNotContain("password_hash", "$2a$");
        assertThat(browser.heading()).isEqualTo("Your account");
    }

    private static Stream<String> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(it -> it.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
