package dev.sluice.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.Exchanges.Subject;
import dev.sluice.server.identity.Grants.Consent;
import dev.sluice.server.identity.Grants.Presented;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** An exchange on one node while another node ends what it is about. */
class ExchangesIT {
    private static final String VERIFIER = "verifier";
    private static final String CALLBACK = "https://app.example.org/cb";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestDeployment deployment;
    private static Account ana;
    private static String bot;

    @BeforeAll
    static void start() {
        deployment = new TestDeployment();
        try (Secret password = TestDeployment.secret("four words make one")) {
            ana =
                    deployment.accounts.createOwner(
                            TestDeployment.TENANT, "ana@example.org", password);
        }
        Clients.Created created =
                deployment.clients.create(
                        new NewClient(
                                TestDeployment.TENANT,
                                "helpdesk",
                                Set.of("query"),
                                List.of(),
                                new Agency("support-bot", true)),
                        Actor.OPERATOR);
        bot = created.client().id();
        created.secret().close();
    }

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private static String editor() {
        return deployment
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

    private static AccessToken token(String id, String client) {
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

    private static Subject subject(String client) {
        String text = "text-" + NUMBER.incrementAndGet();
        String challenge =
                Base64.getUrlEncoder().withoutPadding().encodeToString(Hashes.of(VERIFIER));
        Consent consent =
                new Consent(
                        client,
                        TestDeployment.TENANT,
                        ana.id(),
                        List.of("query"),
                        TestDeployment.PROOF);
        String code =
                TestDeployment.text(deployment.grants.authorize(consent, CALLBACK, challenge));
        Grant grant =
                deployment
                        .grants
                        .redeem(code, new Presented(client, CALLBACK, VERIFIER))
                        .orElseThrow();
        TestDeployment.text(
                deployment.grants.record(token(text, client), text, grant.id()).orElseThrow());
        return deployment.exchanges.subject(text, TestDeployment.TENANT).orElseThrow();
    }

    /** Returns the id of the new token once both are done. */
    private static String race(Subject subject, Runnable end) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        String id = "exchanged-" + NUMBER.incrementAndGet();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> exchange =
                    threads.submit(() -> {
                        barrier.await();
                        return deployment.exchanges.record(token(id, bot), id, subject);
                    });
            Future<?> ending =
                    threads.submit(() -> {
                        barrier.await();
                        end.run();
                        return null;
                    });
            exchange.get();
            ending.get();
        }
        return id;
    }

    private static void isOver(String id) {
        assertThat(deployment.tokens.stands(id)).isFalse();
        if (deployment.tokens.find(id).isPresent()) { // it was recorded first
            assertThat(deployment.epoch(TestDeployment.TENANT, "token:" + id)).isPositive();
        }
    }

    @RepeatedTest(20)
    void nothingOutlivesARevokedToken() throws Exception {
        Subject subject = subject(editor());
        isOver(race(subject, () -> deployment.tokens.revoke(subject.token(), Actor.OPERATOR)));
    }

    @RepeatedTest(20)
    void nothingOutlivesARevokedGrant() throws Exception {
        Subject subject = subject(editor());
        isOver(race(subject, () -> deployment.grants.revoke(subject.grant().id(), Actor.OPERATOR)));
    }

    @RepeatedTest(20)
    void nothingOutlivesADisabledClient() throws Exception {
        String client = editor();
        isOver(
                race(
                        subject(client),
                        () ->
                                deployment.clients.disable(
                                        TestDeployment.TENANT, client, Actor.OPERATOR)));
    }
}
