package dev.sluice.server.identity;

import static dev.sluice.server.identity.TestDeployment.OTHER;
import static dev.sluice.server.identity.TestDeployment.TENANT;
import static dev.sluice.server.identity.TestDeployment.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that a tenant or the operator does not want, and grants that are over. */
class ClientBlocksIT {
    private static final String REDIRECT = "https://app.example.org/cb";
    private static final TestDeployment deployment = new TestDeployment();
    private static final ClientBlocks blocks =
            new ClientBlocks(deployment.source, deployment.ledger, deployment.clock);
    private static final TenantGrants listed =
            new TenantGrants(deployment.source, deployment.grants, deployment.clock);
    private static Account ana;
    private static Account theirs;

    @BeforeAll
    static void people() {
        ana = deployment.accounts.createOwner(TENANT, "ana@example.org", secret("a password of"));
        theirs = deployment.accounts.createOwner(OTHER, "eve@example.org", secret("a password of"));
    }

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private static Client stranger() {
        return deployment.registrations.register(
                new Registrations.Description(
                        "Stranger", List.of("authorization_code"), List.of(REDIRECT), null));
    }

    private static String grant(Account account, Client client) {
        deployment
                .grants
                .authorize(
                        new Grants.Consent(
                                client.id(),
                                account.tenant(),
                                account.id(),
                                List.of("query"),
                                TestDeployment.PROOF),
                        REDIRECT,
                        "challenge")
                .close();
        return listed.list(account.tenant()).stream()
                .filter(shown -> shown.client().equals(client.id()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** A token of the grant, and the refresh token that comes with it. */
    private static Optional<String> refreshToken(Account account, Client client, String grant) {
        AccessToken token =
                new AccessToken(
                        UUID.randomUUID().toString(),
                        account.tenant(),
                        client.id(),
                        account.id().toString(),
                        "key",
                        deployment.clock.instant(),
                        deployment.clock.instant().plus(Duration.ofMinutes(10)),
                        false);
        return deployment
                .grants
                .record(token, "text of " + token.id(), grant)
                .map(TestDeployment::text);
    }

    private static String tokenOf(String grant) {
        return new Database(deployment.source)
                .first(
                        "select id from access_tokens where grant_id = ?",
                        row -> row.getString("id"),
                        grant)
                .orElseThrow();
    }

    @Test
    void aBlockedClientGetsNothingFromThisTenantsPeopleAndAllFromOthers() {
        Client client = stranger();
        String hers = grant(ana, client);
        String eves = grant(theirs, client);
        String refresh = refreshToken(ana, client, hers).orElseThrow();
        String othersRefresh = refreshToken(theirs, client, eves).orElseThrow();

        assertThat(blocks.block(TENANT, client.id(), Actor.OPERATOR)).isTrue();

        assertThat(deployment.grants.refresh(refresh, client.id())).isEmpty();
        assertThat(deployment.tokens.stands(tokenOf(hers))).isFalse();
        assertThat(deployment.epoch(TENANT, Ledger.token(tokenOf(hers)))).isOne();
        assertThat(deployment.consents.refused(client, ana.id())).isTrue();
        assertThat(deployment.consents.refused(client, theirs.id())).isFalse();
        assertThat(deployment.tokens.stands(tokenOf(eves))).isTrue();
        assertThat(deployment.grants.refresh(othersRefresh, client.id())).isPresent();
        assertThat(blocks.visitors(TENANT))
                .anyMatch(it -> it.client().id().equals(client.id()) && it.blocked());

        assertThat(blocks.allow(TENANT, client.id(), Actor.OPERATOR)).isTrue();
        assertThat(blocks.allow(TENANT, client.id(), Actor.OPERATOR)).isFalse();
        assertThat(deployment.consents.refused(client, ana.id())).isFalse();
        assertThat(deployment.tokens.stands(tokenOf(hers))).as("it was revoked").isFalse();
    }

    @Test
    void aConsentIsNotRememberedPastTheEndOfWhatCameOfIt() {
        Client own =
                deployment.clients.createPublic(
                        new Clients.NewClient(TENANT, "Editor", Set.of("query"), List.of(REDIRECT)),
                        Actor.OPERATOR);
        deployment.consents.remember(own, ana.id(), List.of("query"));
        String grant = grant(ana, own);
        assertThat(deployment.consents.cover(own, ana.id(), List.of("query"))).isTrue();
        deployment.grants.revoke(grant, Actor.account(ana.id()));
        assertThat(deployment.consents.cover(own, ana.id(), List.of("query"))).isFalse();

        Client client = stranger();
        for (Account account : List.of(ana, theirs)) {
            deployment.execute(
                    "insert into oauth_consents values ('%s', '%s', '{query}')"
                            .formatted(client.id(), account.id()));
        }
        assertThat(blocks.block(TENANT, client.id(), Actor.OPERATOR)).isTrue();
        assertThat(deployment.dump("oauth_consents"))
                .contains(theirs.id().toString())
                .doesNotContain(ana.id().toString());
    }

    @Test
    void aTenantsOwnClientIsDisabledAndNotBlocked() {
        Clients.Created own = deployment.clients.create(OTHER, "theirs", Set.of("query"));
        own.secret().close();
        assertThat(blocks.block(TENANT, own.client().id(), Actor.OPERATOR)).isFalse();
        assertThat(blocks.block(TENANT, "unknown", Actor.OPERATOR)).isFalse();
        assertThat(deployment.clients.disableEverywhere(own.client().id(), Actor.OPERATOR))
                .isFalse();
        assertThat(deployment.clients.disableEverywhere("sluice-cli", Actor.OPERATOR)).isFalse();
    }

    @Test
    void theOperatorEndsAStrangerForAllTenantsAndItIsNotForgotten() {
        Client client = stranger();
        String hers = grant(ana, client);
        refreshToken(ana, client, hers);
        String token = tokenOf(hers);
        assertThat(deployment.clients.disableEverywhere(client.id(), Actor.OPERATOR)).isTrue();
        assertThat(deployment.tokens.stands(token)).isFalse();
        deployment.execute("delete from oauth_grants where client = '" + client.id() + "'");
        deployment.clock.turn(Registrations.UNUSED_KEPT.multipliedBy(2));
        stranger(); // deletes what nobody uses
        assertThat(deployment.clients.find(client.id()).orElseThrow().disabled()).isTrue();
    }

    @Test
    void grantsAreListedAndEndedWithinTheTenantOnly() {
        Client client = stranger();
        String hers = grant(ana, client);
        assertThat(listed.list(OTHER)).noneMatch(shown -> shown.id().equals(hers));
        assertThat(listed.revoke(OTHER, hers, Actor.OPERATOR)).isFalse();
        assertThat(listed.revoke(TENANT, hers, Actor.OPERATOR)).isTrue();
        assertThat(listed.list(TENANT)).noneMatch(shown -> shown.id().equals(hers));
    }

    @Test
    void aGrantEndsHoweverOftenItIsRefreshed() {
        Client client = stranger();
        String hers = grant(ana, client);
        String refresh = refreshToken(ana, client, hers).orElseThrow();
        for (int month = 0; month < 8; month++) {
            deployment.clock.turn(Duration.ofDays(20));
            assertThat(deployment.grants.refresh(refresh, client.id())).isPresent();
            refresh = refreshToken(ana, client, hers).orElseThrow();
        }
        deployment.clock.turn(Duration.ofDays(20));
        assertThat(deployment.grants.refresh(refresh, client.id())).isEmpty();
        assertThat(deployment.dump("oauth_grants", "id = '" + hers + "' and revoked_at is null"))
                .as("it is over, and nobody stole it")
                .isNotEqualTo("[]");
    }

    @Test
    void thereIsAnEndToWhatStrangersCanMakeUsKeep() {
        deployment.execute(
                "insert into oauth_devices (device_hash, user_code_hash, client, scopes, place,"
                        + " created_at, expires_at, pause_seconds)"
                        + " select sha256(('d' || n)::bytea), sha256(('u' || n)::bytea),"
                        + " 'sluice-cli', '{query}', 'p', now(), timestamptz '2100-01-01', 5"
                        + " from generate_series(1, "
                        + DeviceRequests.WAITING_MAX
                        + ") n");
        limited(() -> deployment.devices.start("sluice-cli", List.of("query"), "127.0.0.1"));
        deployment.execute("delete from oauth_devices");

        deployment.execute(
                "insert into oauth_pushed_requests (uri_hash, client, names, parameters,"
                        + " expires_at) select sha256(('p' || n)::bytea), 'sluice-cli', '{}', '{}',"
                        + " timestamptz '2100-01-01' from generate_series(1, "
                        + PushedRequests.WAITING_MAX
                        + ") n");
        limited(() -> deployment.pushed.push("sluice-cli", Map.of("scope", "query")));
        deployment.execute("delete from oauth_pushed_requests");
    }

    private static void limited(Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.RATE_LIMITED));
    }

    @Test
    void aSuspendedTenantsPeopleAndClientsAreLikeUnknownOnes() {
        TenantId tenant = OTHER;
        Clients.Created own = deployment.clients.create(tenant, "theirs", Set.of("query"));
        own.secret().close();
        Client client = stranger();
        String eves = grant(theirs, client);
        String refresh = refreshToken(theirs, client, eves).orElseThrow();
        deployment.execute("update tenants set suspended_at = now() where id = 'other'");
        try {
            assertThat(deployment.accounts.find(theirs.id()).orElseThrow().disabled()).isTrue();
            assertThat(deployment.clients.find(own.client().id()).orElseThrow().disabled())
                    .isTrue();
            assertThat(deployment.tokens.stands(tokenOf(eves))).isFalse();
            assertThat(deployment.grants.find(refresh).orElseThrow().usable()).isFalse();
            assertThat(deployment.grants.refresh(refresh, client.id())).isEmpty();
        } finally {
            deployment.execute("update tenants set suspended_at = null where id = 'other'");
        }
        assertThat(deployment.tokens.stands(tokenOf(eves))).isTrue();
    }

    @Test
    void theSigningKeyIsReplacedWhenItIsOldAndByOneNode() {
        String first = deployment.keys.current().id();
        Duration month = Duration.ofDays(30);
        assertThat(deployment.keys.rotateWhenOlderThan(month, Actor.SERVER)).isFalse();
        deployment.clock.turn(month);
        assertThat(deployment.keys.rotateWhenOlderThan(month, Actor.SERVER)).isTrue();
        assertThat(deployment.node().rotateWhenOlderThan(month, Actor.SERVER)).isFalse();

        String second = deployment.keys.current().id();
        assertThat(second).isNotEqualTo(first);
        assertThat(deployment.keys.published()).containsKeys(first, second);
        assertThat(deployment.keys.dropRetired(Actor.OPERATOR)).containsExactly(first);
        assertThat(deployment.keys.published()).containsOnlyKeys(second);
    }

    @Test
    void aNodeReadsTheKeysAgainForOneItDoesNotKnowButNotForEveryForgery() {
        SigningKeys node = deployment.node();
        node.current();
        String fresh = deployment.keys.rotate(Actor.OPERATOR);
        deployment.clock.turn(SigningKeys.SNAPSHOT_AGE_MIN.plusMillis(1));
        assertThat(node.publicKey(fresh)).isPresent();

        String fresher = deployment.keys.rotate(Actor.OPERATOR);
        assertThat(node.publicKey(fresher)).as("within the second").isEmpty();
        deployment.clock.turn(SigningKeys.SNAPSHOT_AGE_MIN.plusMillis(1));
        assertThat(node.publicKey(fresher)).isPresent();
    }
}
