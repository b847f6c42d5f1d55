package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.Site;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every page in a wide and a narrow window, light and dark: judged by axe, nothing wider than the
 * window, and pictured below {@code target/screenshots} for people to look at.
 */
class AppearanceIT {
    private static final String EMAIL = "ana.maria.de.la.cruz@example.org";

    private static Site site;
    private static Chromium browser;
    private static Accessibility judge;
    private static Program program;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        judge = Accessibility.judge();
        site = Site.start();
        site.createOwner(EMAIL);
        program = new Program(site, "Notebook of Ana");
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

    private static void looksGood(String page) {
        Appearance.looksGood(browser, judge, page);
    }

    private static void signIn(String password) {
        browser.type("email", EMAIL);
        browser.type("password", password);
        browser.press("Sign in");
    }

    /** The instrument: without it, no obstacle would mean nothing. */
    @Test
    void noticesAnInputWithoutALabel() {
        browser.visit(site.at("/signin"));
        browser.driver().executeScript("document.querySelector('label').remove()");
        assertThat(judge.obstacles(browser)).singleElement().asString().startsWith("label");
    }

    @Test
    void everyPageCanBeReadByEverybody() {
        browser.visit(site.setupLink());
        looksGood("setup");
        browser.type("email", EMAIL);
        browser.type("password", Site.PASSWORD);
        browser.press("Create the owner");
        looksGood("setup-problem");

        browser.visit(site.at("/signin?created"));
        looksGood("signin");
        signIn("not the password");
        looksGood("signin-problem");
        browser.visit(site.at("/nothing-here"));
        looksGood("error");

        browser.visit(program.authorization("query admin"));
        signIn(Site.PASSWORD);
        browser.awaitHeading("Allow Notebook of Ana?");
        looksGood("consent");
        browser.visit(site.at("/"));
        looksGood("status");

        browser.visit(site.at("/device"));
        looksGood("device");
        browser.type("user_code", "BBBB-BBBB");
        browser.press("Continue");
        looksGood("device-problem");
        browser.visit(program.askAsDevice().path("verification_uri_complete").asString());
        looksGood("device-confirm");
        browser.press("Let it in");
        looksGood("device-done");
        browser.visit(site.at("/"));
        browser.press("Sign out");
        looksGood("signed-out");
    }
}
