package dev.sluice.server.identity;

import static dev.sluice.server.identity.TestDeployment.OTHER;
import static dev.sluice.server.identity.TestDeployment.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Clients.Created;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientsAndTokensIT {
    private TestDeployment deployment;

    @BeforeEach
    void start() {
        deployment = new TestDeployment();
    }

    @AfterEach
    void stop() {
        deployment.close();
    }

    private Created create(String name) {
        return deployment.clients.create(TENANT, name, Set.of("query"));
    }

    private AccessToken issue(String client, String subject, String key) {
        Instant now = deployment.clock.instant();
        AccessToken token =
                new AccessToken(
                        UUID.randomUUID().toString(),
                        TENANT,
                        client,
                        subject,
                        key,
                        now,
                        now.plusSeconds(3600),
                        false);
        deployment.tokens.record(token, "text of " + token.id());
        return token;
    }

    @Test
    void showsASecretOnceAndKeepsItsHash() {
        Created created = create("ci");
        String secret = TestDeployment.text(created.secret());
        assertThat(secret).hasSize(43);
        assertThat(deployment.dump("oauth_clients")).doesNotContain(secret);
        Client client = deployment.clients.find(created.client().id()).orElseThrow();
        assertThat(client).isEqualTo(created.client());
        assertThat(Clients.matches(secret, client.secretHash())).isTrue();
        assertThat(Clients.matches(secret + "x", client.secretHash())).isFalse();
        assertThat(Clients.matches("", client.secretHash())).isFalse();
    }

    @Test
    void listsATenantsClientsAlone() {
        Created ours = create("ours");
        deployment.clients.create(OTHER, "theirs", Set.of("admin"));
        assertThat(deployment.clients.list(TENANT)).containsExactly(ours.client());
    }

    @Test
    void refusesNamesAndScopesThatAreNone() {
        refused(() -> create(" "));
        refused(() -> create("x".repeat(101)));
        refused(() -> create("a\nb"));
        refused(() -> deployment.clients.create(TENANT, "a", Set.of()));
        refused(() -> deployment.clients.create(TENANT, "a", Set.of("query", "root")));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT));
    }

    @Test
    void disablingAClientEndsItsTokensWhomeverTheySpeakFor() {
        String client = create("ci").client().id();
        AccessToken own = issue(client, client, "k");
        AccessToken persons = issue(client, UUID.randomUUID().toString(), "k");
        AccessToken others = issue(create("other").client().id(), "x", "k");
        assertThat(deployment.clients.disable(OTHER, client, Actor.OPERATOR)).isFalse();
        assertThat(deployment.tokens.stands(own.id())).isTrue();
        assertThat(deployment.clients.disable(TENANT, client, Actor.OPERATOR)).isTrue();
        assertThat(deployment.tokens.stands(own.id())).isFalse();
        assertThat(deployment.tokens.stands(persons.id())).isFalse();
        assertThat(deployment.tokens.stands(others.id())).isTrue();
        assertThat(deployment.epoch(TENANT, "account:" + client)).isEqualTo(1);
        assertThat(deployment.epoch(TENANT, "token:" + persons.id())).isEqualTo(1);
        assertThat(deployment.clients.find(client).orElseThrow().disabled()).isTrue();
    }

    @Test
    void disablingAnAccountEndsTheTokensThatSpeakForIt() {
        Account account =
                deployment.accounts.createOwner(
                        TENANT, "ana@example.org", TestDeployment.secret("a long password"));
        AccessToken token = issue(create("ci").client().id(), account.id().toString(), "k");
        assertThat(deployment.tokens.stands(token.id())).isTrue();
        deployment.accounts.disable(TENANT, account.id(), Actor.OPERATOR);
        assertThat(deployment.tokens.stands(token.id())).isFalse();
    }

    @Test
    void findsATokenByItsTextAndStoresTheTextNowhere() {
        String client = create("ci").client().id();
        AccessToken token = issue(client, client, "k");
        assertThat(deployment.tokens.find("text of " + token.id())).contains(token);
        assertThat(deployment.tokens.find("another")).isEmpty();
        assertThat(deployment.dump("access_tokens")).doesNotContain("text of");
    }

    @Test
    void revokingRaisesTheTokensEpochEachTime() {
        String client = create("ci").client().id();
        AccessToken token = issue(client, client, "k");
        assertThat(deployment.tokens.revoke(token.id(), Actor.OPERATOR)).isTrue();
        assertThat(deployment.tokens.stands(token.id())).isFalse();
        assertThat(deployment.tokens.find("text of " + token.id()).orElseThrow().revoked())
                .isTrue();
        deployment.tokens.revoke(token.id(), Actor.OPERATOR);
        assertThat(deployment.epoch(TENANT, "token:" + token.id())).isEqualTo(2);
        assertThat(deployment.tokens.revoke("unknown", Actor.OPERATOR)).isFalse();
    }

    @Test
    void forgetsExpiredTokens() {
        String client = create("ci").client().id();
        AccessToken token = issue(client, client, "k");
        deployment.clock.turn(Duration.ofHours(1));
        assertThat(deployment.tokens.stands(token.id())).isFalse();
        deployment.clock.turn(Duration.ofSeconds(1));
        issue(client, client, "k");
        assertThat(deployment.tokens.find("text of " + token.id())).isEmpty();
    }

    @Test
    void keepsTheSigningKeySealedAndTheSameForAllNodes() {
        SigningKey key = deployment.keys.current();
        assertThat(key.publicKey().getModulus().bitLength()).isEqualTo(2048);
        assertThat(key.toString()).doesNotContain("RSA");
        assertThat(deployment.dump("signing_keys"))
                .doesNotContain(HexFormat.of().formatHex(key.privateKey().getEncoded()));
        SigningKeys secondNode = deployment.node();
        assertThat(secondNode.current().id()).isEqualTo(key.id());
        assertThat(secondNode.current().privateKey().getEncoded())
                .isEqualTo(key.privateKey().getEncoded());
    }

    @Test
    void rotationKeepsTheOldKeyPublishedWhileItsTokensLive() {
        SigningKeys secondNode = deployment.node();
        String old = secondNode.current().id();
        String fresh = deployment.keys.rotate(Actor.OPERATOR);
        assertThat(deployment.keys.current().id()).isEqualTo(fresh);
        assertThat(deployment.keys.published()).containsOnlyKeys(fresh, old);
        deployment.clock.turn(SigningKeys.SNAPSHOT_AGE_MIN);
        assertThat(secondNode.publicKey(fresh)).as("known at first sight").isPresent();
        assertThat(secondNode.current().id()).isEqualTo(fresh);
        deployment.clock.turn(SigningKeys.RETIRED_KEPT);
        assertThat(deployment.keys.publicKey(old)).isEmpty();
    }

    @Test
    void droppingAKeyRevokesWhatItSigned() {
        String client = create("ci").client().id();
        String key = deployment.keys.current().id();
        AccessToken token = issue(client, client, key);
        assertThat(deployment.keys.drop(key, Actor.OPERATOR)).isTrue();
        assertThat(deployment.keys.publicKey(key)).isEmpty();
        assertThat(deployment.tokens.stands(token.id())).isFalse();
        assertThat(deployment.epoch(TENANT, "token:" + token.id())).isEqualTo(1);
        assertThat(deployment.keys.current().id()).isNotEqualTo(key);
        assertThat(deployment.keys.drop("unknown", Actor.OPERATOR)).isFalse();
    }
}
