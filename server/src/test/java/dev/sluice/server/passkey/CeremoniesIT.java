package dev.sluice.server.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.passkey.Ceremonies.Made;
import dev.sluice.server.session.SessionNotes;
import dev.sluice.server.session.Visit;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CeremoniesIT {
    private static final String ORIGIN = "https://sluice.example.org";
    private static final String PARTY = "sluice.example.org";
    private static final String SESSION = "session_1";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestDeployment deployment;
    private static Ceremonies ceremonies;

    private final SoftwareAuthenticator laptop = new SoftwareAuthenticator(ORIGIN, PARTY);
    private Account ana;

    @BeforeAll
    static void start() {
        deployment = new TestDeployment();
        ceremonies =
                new Ceremonies(
                        new RelyingParty(PARTY, ORIGIN),
                        deployment.passkeys,
                        deployment.accounts,
                        deployment.sessions.notes());
    }

    @AfterAll
    static void stop() {
        deployment.close();
    }

    @BeforeEach
    void newPerson() {
        ana = person();
    }

    private static Account person() {
        try (Secret password = TestDeployment.secret("four words make one")) {
            return deployment.accounts.createOwner(
                    TestDeployment.TENANT,
                    "ana" + NUMBER.incrementAndGet() + "@example.org",
                    password);
        }
    }

    private static Made add(Account account, SoftwareAuthenticator authenticator) {
        String options = ceremonies.creation(SESSION, account);
        return ceremonies.made(SESSION, account, "Laptop", authenticator.create(options));
    }

    private static Visit visit() {
        return new Visit("visit_" + UUID.randomUUID(), null, Methods.NONE, null);
    }

    private static Visit visitOf(Account account) {
        return new Visit("visit_" + UUID.randomUUID(), account.id(), Methods.PASSWORD, null);
    }

    private static boolean signsIn(SoftwareAuthenticator authenticator, Account account) {
        Visit visit = visit();
        String answer = authenticator.use(ceremonies.request(visit));
        return ceremonies.used(visit, answer).map(Account::id).equals(Optional.of(account.id()));
    }

    @Test
    void signsInWithoutANameAndCountsUses() {
        assertThat(deployment.passkeys.present(ana.id())).isFalse();
        assertThat(add(ana, laptop)).isEqualTo(Made.DONE);
        assertThat(deployment.passkeys.present(ana.id())).isTrue();
        assertThat(signsIn(laptop, ana)).isTrue();
        assertThat(signsIn(laptop, ana)).isTrue();
        Passkey kept = deployment.passkeys.list(ana.id()).getFirst();
        assertThat(kept.label()).isEqualTo("Laptop");
        assertThat(kept.key().signCount()).isEqualTo(2);
        assertThat(kept.key().transports()).containsExactly("internal");
        assertThat(kept.life().used()).isEqualTo(deployment.clock.instant());
    }

    @Test
    void acceptsAnAuthenticatorThatDoesNotCount() {
        add(ana, laptop);
        for (int i = 0; i < 3; i++) {
            laptop.count = -1;
            assertThat(signsIn(laptop, ana)).isTrue();
        }
    }

    @Test
    void asksForAPersonWhoIsVerifiedAndSaysNothingAboutThem() {
        JsonNode options = new JsonMapper().readTree(ceremonies.creation(SESSION, ana));
        assertThat(options.at("/authenticatorSelection/userVerification").asString())
                .isEqualTo("required");
        assertThat(options.at("/authenticatorSelection/residentKey").asString())
                .isEqualTo("required");
        assertThat(options.at("/rp/id").asString()).isEqualTo(PARTY);
        assertThat(options.at("/user/id").asString())
                .isNotEqualTo(ana.id().toString())
                .isEqualTo(deployment.passkeys.handle(ana.id()));
        add(ana, laptop);
        assertThat(ceremonies.request(visit())).doesNotContain(laptop.id());
        assertThat(ceremonies.request(visitOf(ana))).contains(laptop.id());
        assertThat(ceremonies.creation(SESSION, ana)).contains(laptop.id());
    }

    @Test
    void takesAnAnswerOnce() {
        add(ana, laptop);
        Visit visit = visit();
        String answer = laptop.use(ceremonies.request(visit));
        assertThat(ceremonies.used(visit, answer)).isPresent();
        assertThat(ceremonies.used(visit, answer)).isEmpty();
        ceremonies.request(visit);
        assertThat(ceremonies.used(visit, answer)).as("under another challenge").isEmpty();
        assertThat(deployment.passkeys.present(ana.id())).isTrue();
    }

    @Test
    void takesAnAnswerOfThisVisitAlone() {
        add(ana, laptop);
        Visit hers = visit();
        Visit other = visit();
        ceremonies.request(other);
        assertThat(ceremonies.used(other, laptop.use(ceremonies.request(hers)))).isEmpty();
    }

    @Test
    void takesNoAnswerThatComesTooLate() {
        add(ana, laptop);
        Visit visit = visit();
        String answer = laptop.use(ceremonies.request(visit));
        deployment.clock.turn(SessionNotes.LIFETIME);
        assertThat(ceremonies.used(visit, answer)).isEmpty();
        String made =
                new SoftwareAuthenticator(ORIGIN, PARTY).create(ceremonies.creation(SESSION, ana));
        deployment.clock.turn(SessionNotes.LIFETIME.plus(Duration.ofSeconds(1)));
        assertThat(ceremonies.made(SESSION, ana, "Late", made)).isEqualTo(Made.REFUSED);
    }

    @Test
    void refusesAnotherOriginAndAnotherParty() {
        laptop.origin = "https://sluice.example.org.evil.example";
        assertThat(add(ana, laptop)).isEqualTo(Made.REFUSED);
        laptop.origin = "http://sluice.example.org";
        assertThat(add(ana, laptop)).isEqualTo(Made.REFUSED);
        laptop.origin = ORIGIN;
        laptop.party = "example.org";
        assertThat(add(ana, laptop)).isEqualTo(Made.REFUSED);
        laptop.party = PARTY;
        assertThat(add(ana, laptop)).isEqualTo(Made.DONE);
        laptop.origin = "https://evil.example";
        assertThat(signsIn(laptop, ana)).isFalse();
        laptop.origin = ORIGIN;
        laptop.party = "evil.example";
        assertThat(signsIn(laptop, ana)).isFalse();
        laptop.party = PARTY;
        assertThat(signsIn(laptop, ana)).isTrue();
    }

    @Test
    void refusesAPersonWhoWasNotVerified() {
        laptop.flags = 0x01;
        assertThat(add(ana, laptop)).isEqualTo(Made.REFUSED);
        laptop.flags = 0x05;
        add(ana, laptop);
        laptop.flags = 0x01;
        assertThat(signsIn(laptop, ana)).isFalse();
        laptop.flags = 0x04;
        assertThat(signsIn(laptop, ana)).as("nobody present").isFalse();
    }

    @Test
    void takesAPasskeyOutOfUseWhoseCountGoesBack() {
        add(ana, laptop);
        laptop.count = 7;
        assertThat(signsIn(laptop, ana)).isTrue();
        laptop.count = 7; // the next use says 8 as well
        signsIn(laptop, ana);
        laptop.count = 3;
        assertThat(signsIn(laptop, ana)).isFalse();
        assertThat(deployment.passkeys.find(laptop.id()).orElseThrow().suspected()).isPresent();
        assertThat(deployment.passkeys.present(ana.id())).isFalse();
        laptop.count = 100;
        assertThat(signsIn(laptop, ana)).as("once suspected").isFalse();
        assertThat(deployment.passkeys.remove(ana, laptop.id(), Actor.account(ana.id()))).isTrue();
    }

    @Test
    void refusesAnotherAccountsPasskey() {
        Account ben = person();
        SoftwareAuthenticator his = new SoftwareAuthenticator(ORIGIN, PARTY);
        add(ana, laptop);
        add(ben, his);
        Visit afterHerPassword = visitOf(ana);
        String answer = his.use(ceremonies.request(afterHerPassword));
        assertThat(ceremonies.used(afterHerPassword, answer)).isEmpty();
        his.handle = laptop.handle;
        assertThat(signsIn(his, ana)).as("under her handle").isFalse();
        assertThat(signsIn(his, ben)).isFalse();
        his.handle = null;
        assertThat(signsIn(his, ben)).as("without a name").isFalse();
        Visit afterHisPassword = visitOf(ben);
        assertThat(ceremonies.used(afterHisPassword, his.use(ceremonies.request(afterHisPassword))))
                .as("the second factor needs none")
                .isPresent();
        assertThat(deployment.passkeys.remove(ben, laptop.id(), Actor.account(ben.id()))).isFalse();
    }

    @Test
    void refusesTheSameAuthenticatorTwice() {
        assertThat(add(ana, laptop)).isEqualTo(Made.DONE);
        assertThat(add(ana, laptop)).isEqualTo(Made.KNOWN);
        assertThat(add(person(), laptop)).isEqualTo(Made.KNOWN);
        assertThat(deployment.passkeys.list(ana.id())).hasSize(1);
    }

    @Test
    void keepsAFewForEachAccount() {
        for (int i = 0; i < Passkeys.PER_ACCOUNT_MAX; i++) {
            assertThat(add(ana, new SoftwareAuthenticator(ORIGIN, PARTY))).isEqualTo(Made.DONE);
        }
        assertThat(add(ana, laptop)).isEqualTo(Made.TOO_MANY);
    }

    @Test
    void signsNobodyInWhoseAccountIsDisabled() {
        add(ana, laptop);
        deployment.execute(
                "update accounts set disabled_at = now() where id = '%s'".formatted(ana.id()));
        assertThat(signsIn(laptop, ana)).isFalse();
    }

    @Test
    void keepsLabelsShort() {
        String options = ceremonies.creation(SESSION, ana);
        ceremonies.made(SESSION, ana, " \u0000" + "🔑".repeat(200), laptop.create(options));
        assertThat(deployment.passkeys.list(ana.id()).getFirst().label())
                .startsWith("🔑")
                .hasSizeLessThanOrEqualTo(Ceremonies.LABEL_CHARACTERS_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "\"text\"",
                "{\"id\":\"x\"}",
                "{\"id\":\"!!\",\"rawId\":\"!!\",\"response\":{\"clientDataJSON\":\"AA\","
                        + "\"attestationObject\":\"oA\",\"authenticatorData\":\"AA\","
                        + "\"signature\":\"AA\"},\"type\":\"public-key\"}",
                "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{\"clientDataJSON\":\"e30\","
                        + "\"attestationObject\":\"v/////8\",\"authenticatorData\":\"/w\","
                        + "\"signature\":\"\"},\"type\":\"public-key\"}"
            })
    void refusesWhatIsNoAnswer(String garbage) {
        ceremonies.creation(SESSION, ana);
        assertThat(ceremonies.made(SESSION, ana, "x", garbage)).isEqualTo(Made.REFUSED);
        add(ana, laptop);
        Visit visit = visitOf(ana);
        ceremonies.request(visit);
        assertThat(ceremonies.used(visit, garbage)).isEmpty();
    }

    @Test
    void refusesAnAnswerOfWhichAnyByteIsDifferent() {
        add(ana, laptop);
        Visit visit = visit();
        String answer = laptop.use(ceremonies.request(visit));
        int at = answer.indexOf("\"signature\": \"") + 30;
        char other = answer.charAt(at) == 'A' ? 'B' : 'A';
        assertThat(
                        ceremonies.used(
                                visit, answer.substring(0, at) + other + answer.substring(at + 1)))
                .isEmpty();
        String long16K = "{\"id\":\"" + "A".repeat(Verification.ANSWER_CHARACTERS_MAX) + "\"}";
        ceremonies.request(visit);
        assertThat(ceremonies.used(visit, long16K)).isEmpty();
    }
}
