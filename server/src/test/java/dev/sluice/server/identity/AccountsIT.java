package dev.sluice.server.identity;

import static dev.sluice.server.identity.TestDeployment.OTHER;
import static dev.sluice.server.identity.TestDeployment.TENANT;
import static dev.sluice.server.identity.TestDeployment.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsIT {
    private static final String PASSWORD = "correct horse battery";

    private static TestDeployment deployment;

    @BeforeAll
    static void start() {
        deployment = new TestDeployment();
    }

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private static Account create(String email) {
        return deployment.accounts.createOwner(TENANT, email, secret(PASSWORD));
    }

    private static void refused(ReasonCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void keepsPasswordsAsBcryptOnly() {
        create("Dump@Example.org");
        assertThat(deployment.dump("accounts")).contains("$2a$12$").doesNotContain(PASSWORD);
    }

    @Test
    void knowsAnAddressInAnyCase() {
        Account account = create("Case@Example.org");
        assertThat(account.email().value()).isEqualTo("case@example.org");
        assertThat(deployment.accounts.verify(TENANT, " CASE@example.ORG ", secret(PASSWORD)))
                .contains(account);
        refused(ReasonCode.ACCOUNT_EXISTS, "already", () -> create("CASE@EXAMPLE.ORG"));
    }

    @Test
    void verifiesNothingButTheRightPassword() {
        create("right@example.org");
        for (String wrong : List.of("", "x", PASSWORD + " ", "x".repeat(10_000), "\u0000")) {
            assertThat(deployment.accounts.verify(TENANT, "right@example.org", secret(wrong)))
                    .isEmpty();
        }
        assertThat(deployment.accounts.verify(TENANT, "nobody@example.org", secret(PASSWORD)))
                .isEmpty();
        assertThat(deployment.accounts.verify(TENANT, "x".repeat(10_000), secret(PASSWORD)))
                .isEmpty();
    }

    @Test
    void takesAsLongForAnUnknownAccountAsForAWrongPassword() {
        create("time@example.org");
        long known = millis("time@example.org");
        long unknown = millis("unknown@example.org");
        assertThat((double) unknown).isBetween(known * 0.2, known * 5.0);
    }

    /** The fastest of several tries: what else the machine does only ever adds to it. */
    private static long millis(String email) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long before = System.nanoTime();
            deployment.accounts.verify(TENANT, email, secret("a wrong password"));
            best = Math.min(best, System.nanoTime() - before);
        }
        return best / 1_000_000;
    }

    @Test
    void whoIsDisabledIsSignedOutAndHasInvitedNobody() {
        Account gone = create("ended-one@example.org");
        Account same = create("ended-two@example.org");
        Account stays = create("not-ended@example.org");
        Clients.Created program = deployment.clients.create(TENANT, "ops", Set.of("admin"));
        for (Account account : List.of(gone, same, stays)) {
            String id = account.id().toString();
            deployment.execute(
                    "insert into sessions values ('s%1$s', 's%1$s', '%1$s', now(), now(), now(),"
                                    .formatted(id)
                            + " '{pwd}', '', '')");
            deployment.execute(
                    "insert into visits values ('v%1$s', 'v%1$s', '%1$s', '{pwd}', null, now())"
                            .formatted(id));
            invitedBy(id);
        }
        invitedBy(program.client().id());

        deployment.accounts.disable(TENANT, gone.id(), Actor.OPERATOR);
        deployment.members.change(
                TENANT, same.id(), new Members.Wanted(null, true), Actor.OPERATOR, _ -> true);
        deployment.clients.disable(TENANT, program.client().id(), Actor.OPERATOR);

        for (String table : List.of("sessions", "visits")) {
            assertThat(deployment.dump(table))
                    .contains(stays.id().toString())
                    .doesNotContain(gone.id().toString(), same.id().toString());
        }
        assertThat(deployment.invitations.list(TENANT)).hasSize(1);
    }

    private static void invitedBy(String inviter) {
        deployment.execute(
                "insert into invitations values (gen_random_uuid(), 'h%1$s', '%2$s',"
                                .formatted(inviter, TENANT)
                        + " 'new@example.org', 'viewer', '%s', now(),".formatted(inviter)
                        + " now() + interval '1 day')");
    }

    @Test
    void saysWhichRuleAPasswordBreaks() {
        refused(
                ReasonCode.INVALID_ARGUMENT,
                "at least 12 characters",
                () -> deployment.accounts.createOwner(TENANT, "a@b.c", secret("elevenchars")));
        refused(
                ReasonCode.INVALID_ARGUMENT,
                "72 bytes",
                () -> deployment.accounts.createOwner(TENANT, "a@b.c", secret("ü".repeat(37))));
        refused(
                ReasonCode.INVALID_ARGUMENT,
                "control characters",
                () -> deployment.accounts.createOwner(TENANT, "a@b.c", secret("twelve\0chars")));
        assertThat(deployment.accounts.createOwner(TENANT, "a@b.c", secret("ü".repeat(36))))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ana",
                "@example.org",
                "ana@",
                "ana@@example.org",
                "ana@-example.org",
                "ana@example..org",
                "ana @example.org",
                "ana@example.org\r\nBcc: eve@example.org",
                "<script>@example.org",
                "ana@exämple.org",
                "ana@example.org\u0000"
            })
    void refusesWhatIsNoAddress(String email) {
        refused(ReasonCode.INVALID_ARGUMENT, "e-mail address", () -> create(email));
    }

    @Test
    void readsALongAddressInNoTime() {
        String hostile = "a@" + "a.".repeat(50_000) + "!";
        assertThat(EmailAddress.parse(hostile)).isEmpty();
    }

    @Test
    void disablingEndsAnAccountForItsOwnTenantOnly() {
        Account account = create("gone@example.org");
        assertThat(deployment.accounts.disable(OTHER, account.id(), Actor.OPERATOR)).isFalse();
        assertThat(deployment.accounts.verify(TENANT, "gone@example.org", secret(PASSWORD)))
                .isPresent();
        assertThat(deployment.accounts.disable(TENANT, account.id(), Actor.OPERATOR)).isTrue();
        assertThat(deployment.accounts.verify(TENANT, "gone@example.org", secret(PASSWORD)))
                .isEmpty();
        assertThat(deployment.accounts.find(account.id()).orElseThrow().disabled()).isTrue();
        assertThat(deployment.epoch(TENANT, "account:" + account.id())).isEqualTo(1);
        assertThat(deployment.accounts.disable(TENANT, UUID.randomUUID(), Actor.OPERATOR))
                .isFalse();
    }

    @Test
    void aSetupLinkCreatesOneOwnerHoweverManyUseItAtOnce() throws Exception {
        String token = TestDeployment.text(deployment.links.create(TENANT));
        assertThat(deployment.dump("setup_links")).doesNotContain(token);
        assertThat(deployment.links.find(token)).contains(TENANT);
        List<Callable<Boolean>> tries =
                List.of(
                        () -> use(token, "first@example.org"),
                        () -> use(token, "second@example.org"),
                        () -> use(token, "third@example.org"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long created = 0;
            for (Future<Boolean> one : threads.invokeAll(tries)) {
                created += one.get() ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
        }
        assertThat(deployment.links.find(token)).isEmpty();
    }

    private static boolean use(String token, String email) {
        return deployment.links.createOwner(token, email, secret(PASSWORD)).isPresent();
    }

    @Test
    void aSetupLinkOutlivesAMistakeButNotADay() {
        create("taken@example.org");
        String token = TestDeployment.text(deployment.links.create(TENANT));
        refused(ReasonCode.ACCOUNT_EXISTS, "", () -> use(token, "taken@example.org"));
        refused(ReasonCode.INVALID_ARGUMENT, "", () -> use(token, "nonsense"));
        assertThat(deployment.links.find(token)).isPresent();
        deployment.clock.turn(Duration.ofHours(24));
        assertThat(deployment.links.find(token)).isEmpty();
        assertThat(use(token, "late@example.org")).isFalse();
    }

    @Test
    void hashesAPasswordAnewWhenTheKindWasChanged() {
        Accounts argon2id =
                new Accounts(
                        deployment.source,
                        deployment.ledger,
                        PasswordHash.ARGON2ID,
                        deployment.clock);
        String email = "anew@example.org";
        try (Secret password = TestDeployment.secret("correct horse battery")) {
            deployment.accounts.createOwner(TestDeployment.TENANT, email, password);
            String where = "email = '" + email + "'";
            assertThat(deployment.dump("accounts", where)).contains("$2a$");
            try (Secret wrong = TestDeployment.secret("wrong horse battery")) {
                assertThat(argon2id.verify(TestDeployment.TENANT, email, wrong)).isEmpty();
            }
            assertThat(deployment.dump("accounts", where)).contains("$2a$");
            assertThat(argon2id.verify(TestDeployment.TENANT, email, password)).isPresent();
            assertThat(deployment.dump("accounts", where)).contains("$argon2id$");
            assertThat(argon2id.verify(TestDeployment.TENANT, email, password)).isPresent();
            assertThat(deployment.accounts.verify(TestDeployment.TENANT, email, password))
                    .isPresent();
            assertThat(deployment.dump("accounts", where)).contains("$2a$");
        }
    }
}
