package dev.sluice.server.identity;

import static dev.sluice.server.identity.TestDeployment.OTHER;
import static dev.sluice.server.identity.TestDeployment.TENANT;
import static dev.sluice.server.identity.TestDeployment.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.SluiceException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change, its record and the version that it raises are there together or not at all. */
class LedgerIT {
    private static final TestDeployment deployment = new TestDeployment();
    private static final String BREAKS =
            "create or replace function sluice.breaks() returns trigger language plpgsql"
                    + " as 'begin raise exception ''broken''; end'";

    @AfterAll
    static void stop() {
        deployment.close();
    }

    @AfterEach
    void mend() {
        for (String table :
                List.of(
                        "tenant_main.audit_log",
                        "tenant_main.warehouse_epochs",
                        "sluice.audit_log")) {
            deployment.execute("drop trigger if exists breaks on " + table);
        }
    }

    private static void breakInsertsInto(String table) {
        deployment.execute(BREAKS);
        deployment.execute(
                "create trigger breaks before insert on "
                        + table
                        + " for each row execute function sluice.breaks()");
    }

    private static Account person() {
        return deployment.accounts.createOwner(
                TENANT, UUID.randomUUID() + "@example.org", secret("a password of ours"));
    }

    private static String client() {
        Clients.Created created = deployment.clients.create(TENANT, "ci", Set.of("query"));
        created.secret().close();
        return created.client().id(); // not the last of a list: the clock stands still
    }

    private static String token(String client) {
        String id = UUID.randomUUID().toString();
        deployment.tokens.record(
                new AccessToken(
                        id,
                        TENANT,
                        client,
                        client,
                        "key",
                        deployment.clock.instant(),
                        deployment.clock.instant().plus(Duration.ofMinutes(10)),
                        false),
                "text of " + id);
        return id;
    }

    private static void fails(Supplier<?> change) {
        assertThatThrownBy(change::get).isInstanceOf(SluiceException.class);
    }

    @Test
    void nothingHappensWhenItCannotBeRecorded() {
        Account ana = person();
        String client = client();
        String token = token(client);
        String grant = grant(ana, client);
        breakInsertsInto("tenant_main.audit_log");

        fails(LedgerIT::person);
        fails(() -> deployment.accounts.disable(TENANT, ana.id(), Actor.OPERATOR));
        fails(() -> deployment.clients.create(TENANT, "another", Set.of("query")));
        fails(() -> deployment.clients.disable(TENANT, client, Actor.OPERATOR));
        fails(() -> deployment.tokens.revoke(token, Actor.OPERATOR));
        fails(() -> token(client));
        fails(() -> deployment.grants.revoke(grant, Actor.OPERATOR));
        fails(() -> grant(ana, client));
        fails(() -> deployment.links.create(TENANT));
        fails(() ->
                deployment.accounts.verify(
                        TENANT, ana.email().value(), secret("a password of ours")));

        mend();
        assertThat(deployment.accounts.find(ana.id()).orElseThrow().disabled()).isFalse();
        assertThat(deployment.clients.find(client).orElseThrow().disabled()).isFalse();
        assertThat(deployment.tokens.stands(token)).isTrue();
        assertThat(deployment.dump("oauth_grants", "revoked_at is not null")).isEqualTo("[]");
        assertThat(deployment.dump("setup_links")).isEqualTo("[]");
        assertThat(deployment.epoch(TENANT, Ledger.account(client))).isZero();
        assertThat(deployment.epoch(TENANT, Ledger.token(token))).isZero();
    }

    @Test
    void nothingIsRevokedWhenTheVersionCannotBeRaised() {
        Account ana = person();
        String client = client();
        String token = token(client);
        breakInsertsInto("tenant_main.warehouse_epochs");

        fails(() -> deployment.accounts.disable(TENANT, ana.id(), Actor.OPERATOR));
        fails(() -> deployment.clients.disable(TENANT, client, Actor.OPERATOR));
        fails(() -> deployment.tokens.revoke(token, Actor.OPERATOR));

        mend();
        assertThat(deployment.accounts.find(ana.id()).orElseThrow().disabled()).isFalse();
        assertThat(deployment.clients.find(client).orElseThrow().disabled()).isFalse();
        assertThat(deployment.tokens.stands(token)).isTrue();
        assertThat(deployment.dump("tenant_main.audit_log", "action like '%.disabled'"))
                .doesNotContain(ana.id().toString(), client);
    }

    @Test
    void whatBelongsToNoTenantIsNotDoneEitherWhenItCannotBeRecorded() {
        String key = deployment.keys.current().id();
        breakInsertsInto("sluice.audit_log");

        fails(() -> deployment.keys.rotate(Actor.OPERATOR));
        fails(() -> deployment.keys.drop(key, Actor.OPERATOR));
        fails(() ->
                deployment.registrations.register(
                        new Registrations.Description(
                                "Stranger",
                                List.of("authorization_code"),
                                List.of("https://app.example.org/cb"),
                                null)));
        fails(() ->
                deployment.accounts.verify(TENANT, "nobody@example.org", secret("whatever it is")));

        mend();
        assertThat(deployment.node().current().id()).isEqualTo(key);
        assertThat(deployment.dump("oauth_clients", "kind = 'registered'")).isEqualTo("[]");
    }

    @Test
    void aRecordSaysWhoDidWhatUnderWhichRequest() throws Exception {
        Account ana = person();
        CurrentRequest.with(
                "request-1",
                () ->
                        deployment.accounts.disable(
                                TENANT,
                                ana.id(),
                                Actor.account(
                                        UUID.fromString("00000000-0000-0000-0000-000000000001"))));

        assertThat(deployment.dump("tenant_main.audit_log", "request_id = 'request-1'"))
                .contains("account.disabled", ana.id().toString(), "000000000001");
        assertThat(deployment.epoch(TENANT, Ledger.account(ana.id().toString()))).isOne();
        assertThat(deployment.epoch(OTHER, Ledger.account(ana.id().toString()))).isZero();
    }

    @Test
    void everyTryOfAPasswordIsRecordedAndAnUnknownAddressIsNot() {
        Account ana = person();
        deployment.accounts.verify(TENANT, ana.email().value(), secret("a wrong password"));
        deployment.accounts.verify(TENANT, ana.email().value(), secret("a password of ours"));
        deployment.accounts.verify(TENANT, "stranger@example.org", secret("a wrong password"));

        String tries = "subject = '" + ana.id() + "'";
        assertThat(deployment.dump("tenant_main.audit_log", tries))
                .contains("password.refused", "password.accepted")
                .doesNotContain(ana.email().value());
        assertThat(deployment.dump("sluice.audit_log", "action = 'password.refused'"))
                .contains("unknown")
                .doesNotContain("stranger@");
    }

    @Test
    void manyVersionsAreRaisedAtOnceAndEachOnce() {
        String client = client();
        List<String> tokens = List.of(token(client), token(client), token(client));
        deployment.clients.disable(TENANT, client, Actor.OPERATOR);
        assertThat(tokens)
                .allSatisfy(
                        token -> assertThat(deployment.epoch(TENANT, Ledger.token(token))).isOne());
        assertThat(deployment.epoch(TENANT, Ledger.account(client))).isOne();
    }

    private static String grant(Account account, String client) {
        deployment
                .grants
                .authorize(
                        new Grants.Consent(
                                client,
                                TENANT,
                                account.id(),
                                List.of("query"),
                                TestDeployment.PROOF),
                        "https://app.example.org/cb",
                        "challenge")
                .close();
        return new Database(deployment.source)
                .first(
                        "select id from oauth_grants order by created_at desc limit 1",
                        row -> row.getString("id"))
                .orElseThrow();
    }
}
