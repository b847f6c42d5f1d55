package dev.sluice.systemtests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.federation.IdentityProvider;
import dev.sluice.server.identity.Account.Role;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.EmailAddress;
import dev.sluice.server.identity.Invitations;
import dev.sluice.systemtests.Site;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Invitations, identity providers and organisations besides the first. */
class WaysInIT {
    private static final String EMAIL = "ana.maria.de.la.cruz@example.org";
    private static final String NORTHERN = "another four words here";
    private static final TenantId NORTH = new TenantId("north");

    private static Site site;
    private static TenantId home;
    private static Chromium browser;
    private static Accessibility judge;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        judge = Accessibility.judge();
        site = Site.start();
        home = site.tenant();
        site.createOwner(EMAIL);
        site.server().deployment().store().createTenant(NORTH);
        try (Secret password = Secret.takingOver(NORTHERN.toCharArray())) {
            site.identity().accounts().createOwner(NORTH, EMAIL, password);
        }
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
    void signOut() {
        browser.visit(site.at("/signin"));
        browser.driver().manage().deleteAllCookies();
        site.execute("delete from identity_providers");
    }

    private static void looksGood(String page) {
        Appearance.looksGood(browser, judge, page);
    }

    private static void provider(TenantId tenant, String name, String label, boolean only) {
        site.identity()
                .federation()
                .providers()
                .put(
                        new IdentityProvider(
                                tenant,
                                name,
                                label,
                                new IdentityProvider.Registration(
                                        "https://id.example.org", "sluice", false),
                                new IdentityProvider.Rules(
                                        List.of("example.org"),
                                        true,
                                        false,
                                        null,
                                        Map.of(),
                                        Role.ANALYST,
                                        only,
                                        false)),
                        null,
                        Actor.OPERATOR);
    }

    private static String invite(TenantId tenant, String email) {
        Invitations.Created created =
                site.identity()
                        .invitations()
                        .create(tenant, EmailAddress.require(email), Role.ANALYST, Actor.OPERATOR);
        try (Secret token = created.token()) {
            return site.at("/invitation/") + new String(token.reveal(), StandardCharsets.US_ASCII);
        }
    }

    private static void signIn(String email, String password) {
        browser.type("email", email);
        browser.type("password", password);
        browser.press("Sign in");
    }

    @Test
    void anInvitationMakesAnAccountOnce() {
        String link = invite(home, "bo@example.org");
        browser.visit(link);
        assertThat(browser.heading()).isEqualTo("Your invitation");
        assertThat(browser.text()).contains(home.value(), "analyst");
        WebElement address = browser.find(By.id("email"));
        assertThat(address.getDomProperty("value")).isEqualTo("bo@example.org");
        assertThat(address.getDomProperty("readOnly")).isEqualTo("true");
        looksGood("invitation");

        browser.type("password", "\u00e4".repeat(40)); // 80 bytes
        browser.press("Create my account");
        assertThat(browser.find(By.id("problem")).getText()).contains("72 bytes");
        looksGood("invitation-problem");
        browser.type("password", Site.PASSWORD);
        browser.press("Create my account");
        assertThat(browser.heading()).isEqualTo("Sign in");
        assertThat(browser.text()).contains("Your account is ready.");
        signIn("bo@example.org", Site.PASSWORD);
        browser.awaitHeading("Status");

        browser.visit(link);
        assertThat(browser.text()).contains("This invitation is not valid");
        looksGood("invitation-used");
    }

    @Test
    void anInvitationThatNobodyMadeOpensNothing() {
        for (String garbage : List.of("x", "a".repeat(43), "a".repeat(2_000), "%C3%A4%20'--")) {
            browser.visit(site.at("/invitation/" + garbage));
            assertThat(browser.text()).contains("This invitation is not valid");
            assertThat(browser.has(By.id("password"))).isFalse();
        }
    }

    @Test
    void linksToIdentityProvidersAreOnTheSignInAndOnInvitations() {
        provider(home, "corp", "Corporate directory", false);
        provider(home, "partners", "A".repeat(60), false);
        browser.visit(site.at("/signin"));
        WebElement link = browser.find(By.linkText("Continue with Corporate directory"));
        assertThat(link.getDomProperty("href"))
                .isEqualTo(site.at("/signin/with/" + home + "/corp"));
        looksGood("signin-providers");
        browser.visit(invite(home, "cy@example.org"));
        assertThat(browser.has(By.linkText("Continue with Corporate directory"))).isTrue();
        looksGood("invitation-providers");
    }

    @Test
    void anotherOrganisationIsNamedOnTheSignInPage() {
        browser.visit(site.at("/signin"));
        assertThat(browser.find(By.id("tenant")).isDisplayed()).isFalse();
        signIn(EMAIL, NORTHERN);
        assertThat(browser.find(By.id("problem")).getText()).contains("do not match");
        browser.find(By.tagName("summary")).click();
        browser.type("tenant", NORTH.value());
        looksGood("signin-organisation");
        signIn(EMAIL, Site.PASSWORD);
        assertThat(browser.find(By.id("problem")).getText()).contains("do not match");
        assertThat(browser.find(By.id("tenant")).getDomProperty("value")).isEqualTo("north");
        signIn(EMAIL, NORTHERN);
        browser.awaitHeading("Status");
        browser.visit(site.at("/account"));
        assertThat(browser.text()).contains("owner of north");
        assertThat(browser.has(By.id("current"))).isTrue();
    }

    @Test
    void theProvidersOfAnotherOrganisationAreShownForItsNameAlone() {
        provider(NORTH, "corp", "Northern directory", false);
        browser.visit(site.at("/signin?continue=%2Faccount"));
        assertThat(browser.text()).doesNotContain("Northern directory");
        browser.find(By.tagName("summary")).click();
        browser.type("tenant", NORTH.value());
        browser.press("Continue without a password");
        assertThat(browser.has(By.id("problem"))).isFalse();
        assertThat(
                        browser.find(By.linkText("Continue with Northern directory"))
                                .getDomProperty("href"))
                .isEqualTo(site.at("/signin/with/north/corp?continue=%2Faccount"));
        looksGood("signin-organisation-providers");
    }

    @Test
    void whoeverHasNoPasswordIsAskedForNone() throws SQLException {
        TenantId tenant = new TenantId("federal");
        site.server().deployment().store().createTenant(tenant);
        try (Secret password = Secret.takingOver(NORTHERN.toCharArray())) {
            site.identity().accounts().createOwner(tenant, EMAIL, password);
        }
        browser.visit(site.at("/signin?tenant=federal"));
        signIn(EMAIL, NORTHERN);
        browser.awaitHeading("Status");
        takePasswordsAway(tenant);
        browser.visit(site.at("/account"));
        assertThat(browser.heading()).isEqualTo("Your account");
        assertThat(browser.has(By.id("current"))).isFalse();
        assertThat(browser.text()).contains("identity provider signs you in");
        looksGood("account-federated");

        provider(tenant, "corp", "Corporate directory", true);
        browser.visit(site.at("/account"));
        assertThat(browser.heading()).as("the session began with a password").isEqualTo("Sign in");
        browser.visit(invite(tenant, "dee@example.org"));
        assertThat(browser.has(By.id("password"))).isFalse();
        looksGood("invitation-federated");
    }

    private static void takePasswordsAway(TenantId tenant) throws SQLException {
        try (Connection connection =
                        site.server().deployment().store().deployment().getConnection();
                PreparedStatement update =
                        connection.prepareStatement(
                                "update accounts set password_hash = null where tenant = ?")) {
            update.setString(1, tenant.value());
            update.executeUpdate();
        }
    }
}
