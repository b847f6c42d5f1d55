package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.Site;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.virtualauthenticator.Credential;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticator;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;

/** Passkeys with the browser's own code and an authenticator that Chromium simulates. */
class PasskeyPagesIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Site site;
    private static Chromium browser;
    private static Accessibility judge;

    private final String email = "ana" + NUMBER.incrementAndGet() + "@example.org";
    private VirtualAuthenticator laptop;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        judge = Accessibility.judge();
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
        site.createOwner(email);
        browser.visit(site.at("/signin"));
        browser.driver().manage().deleteAllCookies();
        laptop = newAuthenticator();
    }

    private static VirtualAuthenticator newAuthenticator() {
        return browser.driver()
                .addVirtualAuthenticator(
                        new VirtualAuthenticatorOptions()
                                .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                                .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                                .setHasResidentKey(true)
                                .setHasUserVerification(true)
                                .setIsUserVerified(true));
    }

    @AfterEach
    void noPageBrokeItsOwnPolicy() {
        browser.driver().removeVirtualAuthenticator(laptop);
        assertThat(browser.complaints()).isEmpty();
    }

    private void signInWithPassword() {
        browser.visit(site.at("/signin"));
        browser.type("email", email);
        browser.type("password", Site.PASSWORD);
        browser.press("Sign in");
    }

    private static void add(String label) {
        browser.visit(site.at("/account/passkeys"));
        browser.type("label", label);
        browser.press("Add a passkey");
    }

    private static void signOut() {
        browser.visit(site.at("/"));
        browser.press("Sign out");
    }

    private void addOneAndSignOut() {
        signInWithPassword();
        add("Laptop");
        assertThat(browser.text()).contains("The passkey was added.", "Laptop", "never used");
        signOut();
    }

    private static void looksGood(String page) {
        for (Look look : Look.ALL) {
            browser.as(look);
            browser.picture(page + "-" + look);
            assertThat(judge.obstacles(browser)).as("%s at %s", page, look).isEmpty();
        }
        browser.as(Look.DESK);
    }

    @Test
    void signsInWithAPasskeyAlone() {
        addOneAndSignOut();
        browser.visit(site.at("/signin"));
        browser.press("Sign in with a passkey");
        browser.awaitHeading("Status");
        assertThat(browser.text()).contains(email);
        browser.visit(site.at("/account/passkeys"));
        assertThat(browser.text()).contains("last used");
    }

    @Test
    void goesOnToThePageThatWasAskedForFirst() {
        addOneAndSignOut();
        browser.visit(site.at("/device"));
        browser.press("Sign in with a passkey");
        browser.awaitHeading("Connect a device");
    }

    @Test
    void asksForThePasskeyAfterThePassword() {
        addOneAndSignOut();
        signInWithPassword();
        assertThat(browser.heading()).isEqualTo("Second step");
        browser.visit(site.at("/"));
        assertThat(browser.heading()).as("the password alone opens nothing").isEqualTo("Sign in");
        signInWithPassword();
        browser.press("Use a passkey");
        browser.awaitHeading("Status");
    }

    @Test
    void refusesSomebodyWhomTheAuthenticatorDoesNotKnow() {
        addOneAndSignOut();
        laptop.setUserVerified(false);
        browser.visit(site.at("/signin"));
        browser.press("Sign in with a passkey");
        assertThat(browser.heading()).isEqualTo("Use your passkey");
        browser.find(By.xpath("//button[.='Use passkey']")).click();
        browser.await(() -> browser.find(By.id("passkey-problem")).isDisplayed());
        assertThat(browser.text()).contains("It was cancelled, or took too long.");
        looksGood("signin-passkey");
        laptop.setUserVerified(true);
        browser.find(By.xpath("//button[.='Use passkey']")).click();
        browser.awaitHeading("Status");
    }

    @Test
    void refusesAPasskeyThatTheAccountDoesNotHave() {
        addOneAndSignOut();
        signInWithPassword();
        browser.press("Use a passkey");
        browser.awaitHeading("Status");
        browser.visit(site.at("/account/passkeys"));
        browser.press("Remove");
        assertThat(browser.text()).contains("The passkey was removed.", "You have none yet.");
        signOut();
        browser.press("Sign in with a passkey");
        browser.await(() -> browser.text().contains("This passkey was not accepted"));
        browser.visit(site.at("/"));
        assertThat(browser.heading()).isEqualTo("Sign in");
    }

    @Test
    void addsOneForEachAuthenticatorOnce() {
        signInWithPassword();
        add("Laptop");
        looksGood("account-passkeys");
        browser.type("label", "Laptop again");
        browser.find(By.xpath("//button[.='Add a passkey']")).click();
        browser.await(() -> browser.find(By.id("passkey-problem")).isDisplayed());
        assertThat(browser.text()).contains("has a passkey for your account already");
    }

    @Test
    void takesAPasskeyOutOfUseThatSomebodyCopied() {
        addOneAndSignOut();
        Credential copy = laptop.getCredentials().getFirst();
        browser.visit(site.at("/signin"));
        browser.press("Sign in with a passkey");
        browser.awaitHeading("Status");
        signOut();
        laptop.removeAllCredentials();
        laptop.addCredential(copy); // as it was before that use
        browser.visit(site.at("/signin"));
        browser.press("Sign in with a passkey");
        browser.await(() -> browser.text().contains("This passkey was not accepted"));
        signInWithPassword();
        browser.visit(site.at("/account/passkeys"));
        assertThat(browser.text()).contains("a copy of it may be about");
        looksGood("account-passkeys-copied");
    }

    @Test
    void wantsARecentSignInForChanges() {
        signInWithPassword();
        site.execute("update sessions set authenticated_at = now() - interval '11 minutes'");
        browser.visit(site.at("/account/passkeys"));
        assertThat(browser.text()).contains("sign in again");
        assertThat(browser.has(By.id("label"))).isFalse();
        looksGood("account-passkeys-late");
        browser.find(By.linkText("sign in again")).click();
        browser.type("email", email);
        browser.type("password", Site.PASSWORD);
        browser.press("Sign in");
        browser.awaitHeading("Passkeys");
        assertThat(browser.has(By.id("label"))).isTrue();
    }
}
