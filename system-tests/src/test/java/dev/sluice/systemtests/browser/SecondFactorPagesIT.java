package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.Actor;
import dev.sluice.systemtests.Site;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The second step of a sign-in, with an app that this test is. */
class SecondFactorPagesIT {
    private static final String EMAIL = "ana@example.org";

    private static Site site;
    private static Chromium browser;
    private static Accessibility judge;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        judge = Accessibility.judge();
        site = Site.start();
        site.createOwner(EMAIL);
    }

    @AfterAll
    static void stop() {
        if (site != null) {
            site.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private static void signIn() {
        browser.visit(site.at("/signin"));
        browser.type("email", EMAIL);
        browser.type("password", Site.PASSWORD);
        browser.press("Sign in");
    }

    private static void signOut() {
        browser.visit(site.at("/"));
        browser.press("Sign out");
    }

    private static void answer(String code, String button) {
        browser.type("code", code);
        browser.press(button);
    }

    @Test
    void addsAnAppAndThenAsksForItsCodesOrARecoveryCode() {
        site.identity().factors().policy().set(site.tenant(), true, Actor.OPERATOR);
        signIn();
        assertThat(browser.heading()).isEqualTo("Add a second factor");
        Appearance.looksGood(browser, judge, "signin-enrol");
        String key = browser.find(By.className("key")).getText();
        long step = AuthenticatorApp.step();
        answer("000000", "Add the app");
        assertThat(browser.find(By.id("problem")).isDisplayed()).isTrue();
        assertThat(browser.find(By.className("key")).getText()).isEqualTo(key);
        answer(AuthenticatorApp.code(key, step), "Add the app");
        assertThat(browser.heading()).isEqualTo("Recovery codes");
        Appearance.looksGood(browser, judge, "recovery-codes");
        String recovery = browser.find(By.cssSelector(".codes code")).getText();
        browser.find(By.linkText("I have kept them")).click();
        browser.awaitHeading("Status");

        signOut();
        signIn();
        assertThat(browser.heading()).isEqualTo("Second step");
        Appearance.looksGood(browser, judge, "signin-code");
        answer(AuthenticatorApp.code(key, step), "Continue");
        assertThat(browser.text()).contains("not right, or was used already");
        answer(AuthenticatorApp.code(key, step + 1), "Continue");
        browser.awaitHeading("Status");

        signOut();
        signIn();
        answer(recovery.toLowerCase(Locale.ROOT), "Continue");
        browser.awaitHeading("Status");
        signOut();
        signIn();
        answer(recovery, "Continue");
        assertThat(browser.text()).contains("not right, or was used already");
        browser.visit(site.at("/"));
        assertThat(browser.heading()).as("the password alone opens nothing").isEqualTo("Sign in");
    }
}
