package dev.sluice.server.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.SecondFactors.Step;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.passkey.Passkey;
import dev.sluice.server.passkey.Passkeys;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecondFactorsIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestDeployment deployment;

    private final SecondFactors factors = deployment.factors;
    private final Account account = account();

    @BeforeAll
    static void start() {
        deployment = new TestDeployment();
    }

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private static Account account() {
        String email = "f" + NUMBER.incrementAndGet() + "@example.org";
        try (Secret password = TestDeployment.secret("correct horse battery")) {
            return deployment.accounts.createOwner(TestDeployment.TENANT, email, password);
        }
    }

    private Secret app() {
        Secret secret = SecondFactors.newSecret();
        assertThat(factors.apps().add(account, secret, now(secret))).isTrue();
        deployment.clock.turn(Duration.ofMinutes(5));
        return secret;
    }

    private static String now(Secret secret) {
        return Apps.code(secret, deployment.clock.instant());
    }

    @Test
    void asksForTheAppOnceThereIsOne() {
        assertThat(factors.next(account, Methods.PASSWORD)).isEqualTo(Step.NOTHING);
        Secret secret = app();
        assertThat(factors.next(account, Methods.PASSWORD)).isEqualTo(Step.PROVE);
        assertThat(factors.next(account, Methods.EXTERNAL)).isEqualTo(Step.PROVE);
        assertThat(factors.next(account, Methods.PASSWORD.and(Methods.ONE_TIME_CODE)))
                .isEqualTo(Step.NOTHING);
        assertThat(factors.check(account, now(secret))).isEqualTo(new Checked.Right());
        assertThat(factors.removeApp(account, Actor.account(account.id()))).isTrue();
        assertThat(factors.removeApp(account, Actor.account(account.id()))).isFalse();
        assertThat(factors.next(account, Methods.PASSWORD)).isEqualTo(Step.NOTHING);
    }

    @Test
    void addsNoAppThatCannotShowACode() {
        try (Secret secret = SecondFactors.newSecret()) {
            assertThat(factors.apps().add(account, secret, "000000x")).isFalse();
            assertThat(factors.apps().present(account.id())).isFalse();
        }
    }

    @Test
    void keepsTheSecretSealedAndForItsAccountOnly() {
        Secret secret = app();
        assertThat(deployment.dump("totp_factors"))
                .doesNotContain(HexFormat.of().formatHex(secret.reveal()));
        Account other = account();
        assertThat(factors.check(other, now(secret))).isEqualTo(new Checked.Wrong());
    }

    @Test
    void takesACodeOnceHoweverManyTryAtOnce() throws Exception {
        Secret secret = app();
        String code = now(secret);
        int right = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(4)) {
            Callable<Boolean> attempt = () -> factors.apps().accept(account.id(), code);
            for (Future<Boolean> answer :
                    many.invokeAll(List.of(attempt, attempt, attempt, attempt))) {
                right += answer.get() ? 1 : 0;
            }
        }
        assertThat(right).isEqualTo(1);
        assertThat(factors.check(account, code)).isEqualTo(new Checked.Wrong());
        deployment.clock.turn(Duration.ofSeconds(30));
        assertThat(factors.check(account, now(secret))).isEqualTo(new Checked.Right());
    }

    @Test
    void doesNotTakeTheCodeThatAddedTheApp() {
        try (Secret secret = SecondFactors.newSecret()) {
            String code = now(secret);
            factors.apps().add(account, secret, code);
            assertThat(factors.check(account, code)).isEqualTo(new Checked.Wrong());
        }
    }

    @Test
    void anEarlierStepIsNotTakenAfterALaterOne() {
        Secret secret = app();
        String earlier = now(secret);
        deployment.clock.turn(Duration.ofSeconds(30));
        assertThat(factors.check(account, now(secret))).isEqualTo(new Checked.Right());
        assertThat(factors.check(account, earlier)).isEqualTo(new Checked.Wrong());
    }

    @Test
    void makesWrongCodesSlowerAndARightOneForgetsThem() {
        Secret secret = app();
        for (int i = 0; i < FactorTries.FREE; i++) {
            assertThat(factors.check(account, "000000x")).isEqualTo(new Checked.Wrong());
        }
        String right = now(secret);
        assertThat(factors.check(account, right))
                .isEqualTo(new Checked.TooMany(Duration.ofSeconds(30)));
        deployment.clock.turn(Duration.ofSeconds(29));
        assertThat(factors.check(account, right))
                .isEqualTo(new Checked.TooMany(Duration.ofSeconds(1)));
        deployment.clock.turn(Duration.ofSeconds(1));
        assertThat(factors.check(account, "wrong")).isEqualTo(new Checked.Wrong());
        assertThat(factors.check(account, right))
                .isEqualTo(new Checked.TooMany(Duration.ofSeconds(60)));
        deployment.clock.turn(Duration.ofSeconds(60));
        assertThat(factors.check(account, now(secret))).isEqualTo(new Checked.Right());
        assertThat(factors.check(account, "wrong")).isEqualTo(new Checked.Wrong());
        deployment.clock.turn(Duration.ofSeconds(30));
        assertThat(factors.check(account, now(secret))).isEqualTo(new Checked.Right());
    }

    @Test
    void neverMakesAnybodyWaitForMoreThanAnHour() {
        app();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 40; i++) {
            if (factors.check(account, "wrong") instanceof Checked.TooMany tooMany) {
                longest = tooMany.pause().compareTo(longest) > 0 ? tooMany.pause() : longest;
                deployment.clock.turn(tooMany.pause());
            }
        }
        assertThat(longest).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void manyTriesAtOnceAreCountedEachOfThem() throws Exception {
        app();
        int looked = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            Callable<Checked> attempt = () -> factors.check(account, "wrong");
            for (Future<Checked> answer : many.invokeAll(Collections.nCopies(40, attempt))) {
                looked += answer.get() instanceof Checked.Wrong ? 1 : 0;
            }
        }
        assertThat(looked).isEqualTo(FactorTries.FREE);
    }

    @Test
    void looksAtNothingButCodes() {
        app();
        for (String garbage : List.of("", " ", "x".repeat(100_000), "' or 1=1", "１２３４５６")) {
            assertThat(factors.check(account, garbage)).isEqualTo(new Checked.Wrong());
        }
    }

    @Test
    void recoveryCodesWorkOnceEachAndReplaceTheOnesBefore() {
        app();
        List<String> first = factors.recovery().renew(account);
        assertThat(first).hasSize(10).doesNotHaveDuplicates();
        assertThat(first).allMatch(code -> code.matches("([A-Z2-7]{4} ){3}[A-Z2-7]{4}"));
        String kept = first.getFirst().replace(" ", "");
        assertThat(deployment.dump("recovery_codes")).doesNotContain(kept);
        assertThat(factors.check(account, kept.toLowerCase(Locale.ROOT)))
                .isEqualTo(new Checked.Right());
        assertThat(factors.check(account, first.getFirst())).isEqualTo(new Checked.Wrong());
        assertThat(factors.recovery().left(account.id())).isEqualTo(9);
        List<String> second = factors.recovery().renew(account);
        assertThat(factors.check(account, first.get(1))).isEqualTo(new Checked.Wrong());
        assertThat(factors.check(account, second.get(1).replace(' ', '-')))
                .isEqualTo(new Checked.Right());
        Account other = account();
        assertThat(factors.check(other, second.get(2))).isEqualTo(new Checked.Wrong());
    }

    @Test
    void recoveryCodesGoWithTheLastFactor() {
        app();
        List<String> codes = factors.recovery().renew(account);
        factors.removeApp(account, Actor.account(account.id()));
        assertThat(factors.check(account, codes.getFirst())).isEqualTo(new Checked.Wrong());
        assertThat(factors.recovery().left(account.id())).isZero();
    }

    private void passkey(String id) {
        Passkey.Key key = new Passkey.Key("key", new UUID(0, 0), 1, false, false, List.of("usb"));
        assertThat(deployment.passkeys.add(account, id, "Laptop", key))
                .isEqualTo(Passkeys.Added.DONE);
    }

    private void removePasskey(String id) {
        assertThat(deployment.passkeys.remove(account, id, Actor.account(account.id()))).isTrue();
    }

    @Test
    void recoveryCodesGoWithTheLastPasskeyAndStayWhileThereIsAFactor() {
        app();
        passkey("first");
        passkey("second");
        List<String> codes = factors.recovery().renew(account);
        removePasskey("first");
        factors.removeApp(account, Actor.account(account.id()));
        assertThat(factors.recovery().left(account.id())).isEqualTo(10);
        app();
        removePasskey("second");
        assertThat(factors.recovery().left(account.id())).as("the app").isEqualTo(10);
        passkey("third");
        factors.removeApp(account, Actor.account(account.id()));
        Account other = account();
        factors.recovery().renew(other);
        removePasskey("third");
        assertThat(factors.recovery().left(account.id())).isZero();
        assertThat(factors.recovery().left(other.id())).isEqualTo(10);
        passkey("fourth");
        assertThat(factors.check(account, codes.getFirst())).isEqualTo(new Checked.Wrong());
    }

    @Test
    void recordsWhatIsAddedUsedAndRemoved() {
        app();
        List<String> codes = factors.recovery().renew(account);
        factors.check(account, codes.getFirst());
        factors.removeApp(account, Actor.account(account.id()));
        assertThat(deployment.actions(TestDeployment.TENANT))
                .containsSubsequence(
                        "factor.added",
                        "recovery_codes.renewed",
                        "recovery_code.used",
                        "factor.removed");
    }
}
