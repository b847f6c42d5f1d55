package dev.sluice.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.TestDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionsIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Browser BROWSER = new Browser("203.0.113.7", "Firefox");

    private static TestDeployment deployment;

    private final Sessions sessions = deployment.sessions.sessions();
    private final Visits visits = deployment.sessions.visits();
    private final SessionNotes notes = deployment.sessions.notes();
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
        String email = "s" + NUMBER.incrementAndGet() + "@example.org";
        try (Secret password = TestDeployment.secret("correct horse battery")) {
            return deployment.accounts.createOwner(TestDeployment.TENANT, email, password);
        }
    }

    private String begin() {
        return TestDeployment.text(sessions.begin(account, Methods.PASSWORD, BROWSER));
    }

    @Test
    void knowsWhoASessionBelongsToAndKeepsNoValueThatOpensIt() {
        String token = begin();
        SignedIn person = sessions.find(token).orElseThrow();
        assertThat(person.account()).isEqualTo(account.id());
        assertThat(person.tenant()).isEqualTo(TestDeployment.TENANT);
        assertThat(person.getName()).isEqualTo(account.email().value());
        assertThat(person.methods()).isEqualTo(Methods.PASSWORD);
        assertThat(person.authenticatedAt()).isEqualTo(deployment.clock.instant());
        assertThat(token).hasSize(43);
        assertThat(deployment.dump("sessions")).contains(person.session()).doesNotContain(token);
    }

    @Test
    void opensNothingWithGarbage() {
        begin();
        for (String garbage : List.of("", "x", "x".repeat(100_000), "' or 1=1 --", "\u0000")) {
            assertThat(sessions.find(garbage)).isEmpty();
            assertThat(visits.find(garbage)).isEmpty();
        }
        String id = sessions.list(account.id()).getFirst().id();
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void aFactorThatIsAddedChangesWhatOpensTheSessionAndNotHowRecentItIs() {
        String before = begin();
        String id = sessions.find(before).orElseThrow().session();
        Instant signedIn = deployment.clock.instant();
        deployment.clock.turn(Duration.ofMinutes(5));
        String after =
                TestDeployment.text(sessions.strengthen(id, Methods.ONE_TIME_CODE).orElseThrow());
        assertThat(sessions.find(before)).isEmpty();
        SignedIn person = sessions.find(after).orElseThrow();
        assertThat(person.session()).isEqualTo(id);
        assertThat(person.methods()).isEqualTo(Methods.of("mfa", "otp", "pwd"));
        assertThat(person.authenticatedAt()).isEqualTo(signedIn);
        assertThat(sessions.strengthen("session_unknown", Methods.PASSWORD)).isEmpty();
    }

    @Test
    void twoFirstFactorsAreNotASecondOne() {
        assertThat(Methods.PASSWORD.and(Methods.EXTERNAL).strong()).isFalse();
        assertThat(Methods.PASSWORD.and(Methods.PASSWORD).strong()).isFalse();
        assertThat(Methods.EXTERNAL.and(Methods.ONE_TIME_CODE).strong()).isTrue();
        assertThat(Methods.PASSKEY.strong()).isTrue();
        assertThatThrownBy(() -> Methods.of("not a method"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writesAUseDownOnceAMinuteAtMost() {
        String token = begin();
        var begun = sessions.list(account.id()).getFirst().seenAt();
        deployment.clock.turn(Duration.ofSeconds(59));
        sessions.find(token);
        assertThat(sessions.list(account.id()).getFirst().seenAt()).isEqualTo(begun);
        deployment.clock.turn(Duration.ofSeconds(1));
        sessions.find(token);
        assertThat(sessions.list(account.id()).getFirst().seenAt())
                .isEqualTo(begun.plusSeconds(60));
    }

    @Test
    void endsWhatIsLeftAloneOrTooOldAndForgetsIt() {
        String token = begin();
        deployment.clock.turn(Sessions.IDLE_MAX.minusSeconds(1));
        assertThat(sessions.find(token)).isPresent();
        deployment.clock.turn(Sessions.IDLE_MAX);
        assertThat(sessions.find(token)).isEmpty();
        assertThat(sessions.list(account.id())).isEmpty();
        String other = begin();
        assertThat(deployment.dump("sessions").split(account.id().toString(), -1)).hasSize(2);
        for (int i = 0; i < 24; i++) {
            assertThat(sessions.find(other)).isPresent();
            deployment.clock.turn(Sessions.IDLE_MAX.minusSeconds(1));
        }
        deployment.clock.turn(Duration.ofSeconds(24));
        assertThat(sessions.find(other)).isEmpty();
    }

    @Test
    void endsOneOrAllOrAllOthersOfAnAccountAndNobodyElses() {
        String first = begin();
        String second = begin();
        String third = begin();
        Account other = account();
        String others = TestDeployment.text(sessions.begin(other, Methods.PASSWORD, BROWSER));
        String id = sessions.find(first).orElseThrow().session();
        assertThat(sessions.end(other.id(), id)).isFalse();
        assertThat(sessions.end(account.id(), id)).isTrue();
        assertThat(sessions.find(first)).isEmpty();
        sessions.endOthers(account.id(), sessions.find(second).orElseThrow().session());
        assertThat(sessions.find(second)).isPresent();
        assertThat(sessions.find(third)).isEmpty();
        sessions.endAll(account.id());
        assertThat(sessions.find(second)).isEmpty();
        assertThat(sessions.find(others)).isPresent();
    }

    @Test
    void keepsABoundedNumberForEachAccount() {
        String oldest = begin();
        deployment.clock.turn(Duration.ofSeconds(1));
        for (int i = 0; i < Sessions.PER_ACCOUNT_MAX; i++) {
            begin();
        }
        assertThat(sessions.find(oldest)).isEmpty();
        assertThat(sessions.list(account.id())).hasSize(Sessions.PER_ACCOUNT_MAX);
    }

    @Test
    void knowsNobodyOfADisabledAccount() {
        String token = begin();
        deployment.accounts.disable(TestDeployment.TENANT, account.id(), Actor.OPERATOR);
        assertThat(sessions.find(token)).isEmpty();
    }

    @Test
    void keepsOnlyVisibleTextOfABoundedLengthAboutABrowser() {
        Browser browser = new Browser("x".repeat(1000), "\u202e<b>\n".repeat(1000));
        assertThat(browser.place()).hasSize(64);
        assertThat(browser.agent()).hasSize(200).matches("[\\x20-\\x7e]+");
    }

    @Test
    void aVisitIsSomebodysOnlyOnceAndShortly() {
        var begun = visits.begin(account.id(), Methods.PASSWORD, "/device");
        String token = TestDeployment.text(begun.token());
        Visit visit = visits.find(token).orElseThrow();
        assertThat(visit).isEqualTo(begun.visit());
        assertThat(visit.person()).contains(account.id());
        assertThat(sessions.find(token)).isEmpty();
        assertThat(visits.end(visit)).isTrue();
        assertThat(visits.end(visit)).isFalse();
        var stranger = visits.begin(null, Methods.NONE, null);
        assertThat(stranger.visit().person()).isEmpty();
        deployment.clock.turn(Visits.LIFETIME);
        assertThat(visits.find(TestDeployment.text(stranger.token()))).isEmpty();
    }

    @Test
    void takesOnSoManyVisitsAndNoMore() {
        deployment.clock.turn(Visits.LIFETIME);
        deployment.execute(
                "delete from visits; insert into visits (id, token_hash, expires_at) select"
                        + " i::text, int4send(i), '2100-01-01' from generate_series(1, "
                        + Visits.VISITS_MAX
                        + ") i");
        assertThatThrownBy(() -> visits.begin(null, Methods.NONE, null))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("Too many");
        var proven = visits.begin(account.id(), Methods.PASSWORD, null);
        assertThat(visits.find(TestDeployment.text(proven.token())))
                .as("strangers are in nobody's way who has a password")
                .isPresent();
        deployment.execute("delete from visits");
    }

    @Test
    void peopleWhoProvedAPasswordAreInNoStrangersWay() {
        deployment.clock.turn(Visits.LIFETIME);
        deployment.execute(
                "delete from visits; insert into visits (id, token_hash, account, expires_at)"
                        + " select i::text, int4send(i), '"
                        + account.id()
                        + "', '2100-01-01' from generate_series(1, "
                        + Visits.VISITS_MAX
                        + ") i");
        var stranger = visits.begin(null, Methods.NONE, null);
        assertThat(visits.find(TestDeployment.text(stranger.token()))).isPresent();
        deployment.execute("delete from visits");
    }

    @Test
    void aNoteIsSealedReadTakenOnceAndForgotten() {
        try (Secret value = TestDeployment.secret("the challenge")) {
            notes.put("visit_1", "challenge", value);
            notes.put("visit_2", "challenge", value);
        }
        assertThat(deployment.dump("session_notes"))
                .contains("visit_1")
                .doesNotContain("the challenge");
        assertThat(notes.find("visit_1", "challenge").map(TestDeployment::text))
                .contains("the challenge");
        assertThat(notes.find("visit_3", "challenge")).isEmpty();
        assertThat(notes.find("visit_1", "other")).isEmpty();
        assertThat(notes.take("visit_1", "challenge").map(TestDeployment::text))
                .contains("the challenge");
        assertThat(notes.take("visit_1", "challenge")).isEmpty();
        deployment.clock.turn(SessionNotes.LIFETIME);
        assertThat(notes.take("visit_2", "challenge")).isEmpty();
        try (Secret long1 = Secret.takingOver(new byte[SessionNotes.BYTES_MAX + 1])) {
            assertThatThrownBy(() -> notes.put("visit_1", "challenge", long1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aNoteThatWasMovedToAnotherOwnerDoesNotOpen() {
        try (Secret value = TestDeployment.secret("mine")) {
            notes.put("visit_a", "challenge", value);
        }
        deployment.execute("update session_notes set owner = 'visit_b' where owner = 'visit_a'");
        assertThatThrownBy(() -> notes.take("visit_b", "challenge"))
                .isInstanceOf(RuntimeException.class);
    }
}
