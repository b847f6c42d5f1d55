package dev.sluice.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.DeviceRequests.Poll;
import dev.sluice.server.identity.Grants.Consent;
import dev.sluice.server.identity.Grants.Presented;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What several nodes do at once to one grant. */
class GrantsIT {
    private static final String VERIFIER = "verifier";
    private static final String CALLBACK = "https://app.example.org/cb";
    private static final int NODES = 4;
    private static TestDeployment deployment;
    private static Account ana;
    private static String client;

    @BeforeAll
    static void start() {
        deployment = new TestDeployment();
        try (Secret password = TestDeployment.secret("four words make one")) {
            ana =
                    deployment.accounts.createOwner(
                            TestDeployment.TENANT, "ana@example.org", password);
        }
        client =
                deployment
                        .clients
                        .createPublic(
                                new NewClient(
                                        TestDeployment.TENANT,
                                        "Editor",
                                        Set.of("query"),
                                        List.of(CALLBACK)),
                                Actor.OPERATOR)
                        .id();
    }

    @AfterAll
    static void stop() {
        deployment.close();
    }

    /** Each with its own view of the same store, as nodes have. */
    private static Grants node() {
        return new Grants(deployment.source, deployment.ledger, deployment.clock);
    }

    private static Consent consent() {
        return new Consent(
                client, TestDeployment.TENANT, ana.id(), List.of("query"), TestDeployment.PROOF);
    }

    private static String code() {
        String challenge =
                java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Hashes.of(VERIFIER));
        return TestDeployment.text(deployment.grants.authorize(consent(), CALLBACK, challenge));
    }

    private static Optional<Grant> redeem(Grants node, String code) {
        return node.redeem(code, new Presented(client, CALLBACK, VERIFIER));
    }

    private static AccessToken token(String id) {
        Instant now = deployment.clock.instant();
        return new AccessToken(
                id,
                TestDeployment.TENANT,
                client,
                ana.id().toString(),
                "key",
                now,
                now.plus(Duration.ofHours(1)),
                false);
    }

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(NODES);
        List<Future<T>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(NODES)) {
            for (int i = 0; i < NODES; i++) {
                answers.add(
                        threads.submit(() -> {
                            barrier.await();
                            return work.call();
                        }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> answer : answers) {
                results.add(answer.get());
            }
            return results;
        }
    }

    @RepeatedTest(5)
    void aCodeIsRedeemedOnceHoweverManyNodesTryAndTheOthersRevokeIt() throws Exception {
        String code = code();
        List<Optional<Grant>> redeemed = atOnce(() -> redeem(node(), code));
        List<Grant> winners = redeemed.stream().flatMap(Optional::stream).toList();
        assertThat(winners).hasSize(1);
        for (Grant grant : winners) {
            assertThat(node().record(token("late-" + grant.id()), "text-" + grant.id(), grant.id()))
                    .as("a token is not born into a revoked grant")
                    .isEmpty();
        }
    }

    @RepeatedTest(5)
    void aRefreshTokenIsUsedOnceHoweverManyNodesTry() throws Exception {
        Grant grant = redeem(node(), code()).orElseThrow();
        String jti = "jti-" + grant.id();
        String refresh =
                TestDeployment.text(
                        node().record(token(jti), "text-" + jti, grant.id()).orElseThrow());
        List<Optional<Grant>> used = atOnce(() -> node().refresh(refresh, client));
        assertThat(used.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(deployment.epoch(TestDeployment.TENANT, "token:" + jti)).isPositive();
        assertThat(deployment.tokens.stands(jti)).isFalse();
    }

    @Test
    void aGrantEndsAfterHalfAYearHoweverOftenItIsRefreshed() {
        Grant grant = redeem(node(), code()).orElseThrow();
        String refresh = "";
        for (int month = 0; month < 7; month++) {
            String jti = "jti-" + month + grant.id();
            String text = "text-" + jti;
            refresh =
                    TestDeployment.text(node().record(token(jti), text, grant.id()).orElseThrow());
            assertThat(node().find(refresh).orElseThrow().usable()).isTrue();
            deployment.clock.turn(Duration.ofDays(29));
            if (month < 6) {
                assertThat(node().refresh(refresh, client)).as("month " + month).isPresent();
            }
        }
        assertThat(node().find(refresh).orElseThrow().usable()).isFalse();
        assertThat(node().refresh(refresh, client)).isEmpty();
    }

    @RepeatedTest(5)
    void aDeviceComesInOnceHoweverManyNodesItAsks() throws Exception {
        var started = deployment.devices.start(client, List.of("query"), "192.0.2.1");
        String device = TestDeployment.text(started.deviceCode());
        assertThat(deployment.devices.approve(started.userCode(), consent())).isTrue();
        assertThat(deployment.devices.approve(started.userCode(), consent())).isFalse();
        List<Poll> polls =
                atOnce(() ->
                        new DeviceRequests(
                                        deployment.source,
                                        node(),
                                        deployment.ledger,
                                        deployment.clock)
                                .poll(device, client));
        assertThat(polls.stream().filter(Poll.Granted.class::isInstance)).hasSize(1);
    }

    @Test
    void revokingAgainRaisesTheEpochsAgain() {
        Grant grant = redeem(node(), code()).orElseThrow();
        String jti = "jti-" + grant.id();
        node().record(token(jti), "text-" + jti, grant.id()).orElseThrow().close();
        deployment.grants.revoke(grant.id(), Actor.OPERATOR);
        deployment.grants.revoke(grant.id(), Actor.OPERATOR);
        assertThat(deployment.epoch(TestDeployment.TENANT, "token:" + jti)).isEqualTo(2);
    }

    @Test
    void eachFurtherUseOfASpentTokenRaisesTheEpochsAgain() {
        Grant grant = redeem(node(), code()).orElseThrow();
        String jti = "jti-" + grant.id();
        String refresh =
                TestDeployment.text(
                        node().record(token(jti), "text-" + jti, grant.id()).orElseThrow());
        assertThat(node().refresh(refresh, client)).isPresent();
        assertThat(node().refresh(refresh, client)).isEmpty();
        assertThat(node().refresh(refresh, client)).isEmpty();
        assertThat(deployment.epoch(TestDeployment.TENANT, "token:" + jti)).isEqualTo(2);
    }

    @Test
    void forgetsGrantsFromWhichNothingCanBeHadAnyMore() {
        Grant grant = redeem(node(), code()).orElseThrow();
        deployment.clock.turn(Duration.ofDays(31));
        code();
        assertThat(deployment.dump("oauth_grants")).doesNotContain(grant.id());
    }

    @Test
    void forgetsTheExpiredTokensOfAGrantThatIsStillRefreshed() {
        Grant grant = redeem(node(), code()).orElseThrow();
        node().record(token("jti-old"), "text-old", grant.id()).orElseThrow().close();
        for (int i = 0; i < 2; i++) {
            deployment.clock.turn(Duration.ofDays(20));
            node().record(token("jti-new-" + i), "text-new-" + i, grant.id()).orElseThrow().close();
        }
        assertThat(deployment.dump("access_tokens"))
                .contains("jti-new-1")
                .doesNotContain("jti-old", "jti-new-0");
        assertThat(deployment.dump("oauth_refresh_tokens").split(grant.id(), -1))
                .as("two of three: the first would have expired")
                .hasSize(3);
    }
}
