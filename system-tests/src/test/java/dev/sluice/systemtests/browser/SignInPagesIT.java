package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;

/** Coming in and going out, by mouse and by keyboard. */
class SignInPagesIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Site site;
    private static Chromium browser;

    private final String email = "ana" + NUMBER.incrementAndGet() + "@example.org";

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        site = Site.start();
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

    @BeforeEach
    void newPerson() {
        browser.visit(site.at("/signin"));
        browser.driver().manage().deleteAllCookies();
    }

    @AfterEach
    void noPageBrokeItsOwnPolicy() {
        assertThat(browser.complaints()).isEmpty();
    }

    private void signIn(String password) {
        browser.visit(site.at("/signin"));
        fillIn(password);
        browser.press("Sign in");
    }

    private void fillIn(String password) {
        browser.type("email", email);
        browser.type("password", password);
    }

    @Test
    void createsTheOwnerFromTheLinkAndSignsThemInAndOut() {
        String link = site.setupLink();
        browser.visit(link);
        assertThat(browser.heading()).isEqualTo("Create the owner");
        fillIn(Site.PASSWORD);
        browser.press("Create the owner");
        assertThat(browser.text()).contains("Your account is ready");
        fillIn(Site.PASSWORD);
        browser.press("Sign in");
        assertThat(browser.heading()).isEqualTo("Status");
        assertThat(browser.text()).contains(email, site.url() + "/api/mcp");
        browser.press("Sign out");
        assertThat(browser.text()).contains("You are signed out.");
        browser.visit(site.at("/"));
        assertThat(browser.heading()).isEqualTo("Sign in");
        browser.visit(link);
        assertThat(browser.heading()).isEqualTo("Not found");
    }

    @Test
    void saysWhatIsWrongWithANewPassword() {
        browser.visit(site.setupLink());
        browser.driver()
                .executeScript("document.getElementById('password').removeAttribute('minlength')");
        fillIn("too short");
        browser.press("Create the owner");
        assertThat(browser.find(By.id("problem")).getText()).contains("at least 12 characters");
        assertThat(browser.find(By.id("email")).getDomProperty("value")).isEqualTo(email);
        assertThat(browser.find(By.id("password")).getDomProperty("value")).isEmpty();
    }

    @Test
    void tellsAWrongPasswordAndKeepsTheAddress() {
        site.createOwner(email);
        signIn("wrong horse battery");
        assertThat(browser.find(By.id("problem")).getText()).contains("do not match");
        assertThat(browser.find(By.id("email")).getDomProperty("value")).isEqualTo(email);
        assertThat(focused()).as("where one types on").isEqualTo("password");
        browser.type("password", Site.PASSWORD);
        browser.press("Sign in");
        assertThat(browser.heading()).isEqualTo("Status");
    }

    @Test
    void tellsSomebodyWhoTriedTooOftenHowLongToWait() {
        site.createOwner(email);
        for (int i = 0; i < 10; i++) {
            signIn("wrong horse battery");
        }
        signIn(Site.PASSWORD);
        assertThat(browser.find(By.id("problem")).getText())
                .matches("Too many attempts. Try again in \\d+ seconds\\.");
    }

    @Test
    void signsInByKeyboardAloneInTheOrderThatOneReads() {
        site.createOwner(email);
        browser.visit(site.at("/signin"));
        assertThat(focused()).isEqualTo("email");
        List<String> order = new ArrayList<>(List.of(focused()));
        for (int i = 0; i < 2; i++) {
            assertThat(focusShows()).as("focus is seen on " + focused()).isTrue();
            browser.key(Keys.TAB);
            order.add(focused());
        }
        assertThat(focusShows()).isTrue();
        assertThat(order).containsExactly("email", "password", "Sign in");
        fillIn(Site.PASSWORD);
        browser.key(Keys.ENTER);
        browser.awaitHeading("Status");
    }

    @Test
    void asksAgainWhenTheSessionIsGone() {
        site.createOwner(email);
        signIn(Site.PASSWORD);
        Set<Cookie> cookies = browser.driver().manage().getCookies();
        Cookie session =
                cookies.stream().filter(it -> it.getName().contains("session")).findAny().get();
        assertThat(session.isHttpOnly()).isTrue();
        browser.driver().manage().deleteCookie(session);
        browser.driver().manage().addCookie(new Cookie(session.getName(), "x".repeat(43)));
        browser.visit(site.at("/"));
        assertThat(browser.heading()).isEqualTo("Sign in");
    }

    @Test
    void refusesAFormThatIsNotOurs() {
        site.createOwner(email);
        browser.visit(site.at("/signin"));
        browser.driver().executeScript("document.getElementsByName('_csrf')[0].value = 'forged'");
        fillIn(Site.PASSWORD);
        browser.press("Sign in");
        assertThat(browser.text()).contains("reload the page");
        browser.visit(site.at("/"));
        assertThat(browser.heading()).isEqualTo("Sign in");
    }

    @Test
    void goesOnToThePageThatWasAskedForFirst() {
        site.createOwner(email);
        browser.visit(site.at("/device"));
        assertThat(browser.heading()).isEqualTo("Sign in");
        fillIn(Site.PASSWORD);
        browser.press("Sign in");
        browser.awaitHeading("Connect a device");
        assertThat(browser.address()).isEqualTo(site.at("/device"));
    }

    /** The instrument: without it, no complaint would mean nothing. */
    @Test
    void noticesAScriptInAPage() {
        browser.visit(site.at("/signin"));
        browser.driver()
                .executeScript(
                        "const s = document.createElement('script');"
                                + "s.textContent = 'document.title = \"ran\"';"
                                + "document.body.append(s)");
        assertThat(browser.complaints())
                .singleElement()
                .asString()
                .contains("Content Security Policy");
        assertThat(browser.driver().getTitle()).isEqualTo("Sign in · Sluice");
    }

    /** The id of what has the focus, else its text. */
    private static String focused() {
        return String.valueOf(
                browser.driver()
                        .executeScript(
                                "const it = document.activeElement;"
                                        + "return it.id || it.textContent.trim()"));
    }

    private static boolean focusShows() {
        return Boolean.TRUE.equals(
                browser.driver()
                        .executeScript(
                                "const it = getComputedStyle(document.activeElement);"
                                        + "return it.outlineStyle !== 'none'"
                                        + " && parseFloat(it.outlineWidth) >= 2"));
    }
}
