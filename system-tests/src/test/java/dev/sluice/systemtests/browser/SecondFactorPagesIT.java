package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.Actor;
import dev.sluice.systemtests.Site;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The second step of a sign-in, with an app that this test is. */
class SecondFactorPagesIT {
    private static final String EMAIL = "ana@example.org";
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

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

    private static void looksGood(String page) {
        for (Look look : Look.ALL) {
            browser.as(look);
            browser.picture(page + "-" + look);
            assertThat(judge.obstacles(browser)).as("%s at %s", page, look).isEmpty();
        }
        browser.as(Look.DESK);
        assertThat(browser.complaints()).as(page).isEmpty();
    }

    @Test
    void addsAnAppAndThenAsksForItsCodesOrARecoveryCode() {
        site.identity().factors().policy().set(site.tenant(), true, Actor.OPERATOR);
        signIn();
        assertThat(browser.heading()).isEqualTo("Add a second factor");
        looksGood("signin-enrol");
        String key = browser.find(By.className("key")).getText();
        long step = Math.floorDiv(Instant.now().getEpochSecond(), STEP_SECONDS);
        answer("000000", "Add the app");
        assertThat(browser.find(By.id("problem")).isDisplayed()).isTrue();
        assertThat(browser.find(By.className("key")).getText()).isEqualTo(key);
        answer(code(key, step), "Add the app");
        assertThat(browser.heading()).isEqualTo("Recovery codes");
        looksGood("recovery-codes");
        String recovery = browser.find(By.cssSelector(".codes code")).getText();
        browser.find(By.linkText("I have kept them")).click();
        browser.awaitHeading("Status");

        signOut();
        signIn();
        assertThat(browser.heading()).isEqualTo("Second step");
        looksGood("signin-code");
        answer(code(key, step), "Continue");
        assertThat(browser.text()).contains("not right, or was used already");
        answer(code(key, step + 1), "Continue");
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

    /** What the app shows (RFC 6238 with SHA-1 and six digits). */
    private static String code(String key, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(decoded(key), "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int number = ByteBuffer.wrap(hash).getInt(hash[hash.length - 1] & 0x0F) & 0x7FFF_FFFF;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decoded(String key) {
        String letters = key.replaceAll("[\\s=]", "").toUpperCase(Locale.ROOT);
        byte[] bytes = new byte[letters.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int at = 0;
        for (int i = 0; i < letters.length(); i++) {
            buffer = (buffer << 5) | BASE32.indexOf(letters.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
    }
}
