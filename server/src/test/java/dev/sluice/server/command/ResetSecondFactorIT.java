package dev.sluice.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.Deployment;
import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.control.ControlPlane.Identity;
import dev.sluice.server.factor.Apps;
import dev.sluice.server.factor.Checked;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.passkey.Passkey;
import dev.sluice.server.session.Browser;
import dev.sluice.server.store.TemporaryStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command against the store of a deployment that is open meanwhile, as a server has it. */
class ResetSecondFactorIT {
    private static final TenantId HOME = new TenantId("home");
    private static final TenantId NORTH = new TenantId("north");

    private static TemporaryStore.Directory directory;
    private static Deployment deployment;
    private static int number;

    @BeforeAll
    static void start() {
        directory = TemporaryStore.prepareDirectory();
        deployment = Deployment.open(config(directory.path()));
        deployment.store().createTenant(HOME);
        deployment.store().createTenant(NORTH);
    }

    @AfterAll
    static void stop() {
        deployment.close();
        directory.close();
    }

    private static ServerConfig config(Path dataDir) {
        return ConfigFile.read(
                dataDir.resolve("sluice.yaml"),
                Map.of(Setting.DATA_DIR, dataDir.toString()),
                Map.of());
    }

    private record Ran(int status, String out, @Nullable Exception failure) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        CommandLine line = new CommandLine(new AdminCommand());
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        line.setExecutionExceptionHandler((thrown, _, _) -> {
            failure.set(thrown);
            return 1;
        });
        String[] all = new String[arguments.length + 3];
        all[0] = "reset-second-factor";
        all[1] = "--data-dir";
        all[2] = directory.path().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Ran(line.execute(all), out.toString(), failure.get());
    }

    private static Identity identity() {
        return deployment.identity();
    }

    private static String newEmail() {
        number++;
        return "ana" + number + "@example.org";
    }

    private static Account account(TenantId tenant, String email) {
        try (Secret password = Secret.takingOver("four words make one".toCharArray())) {
            return identity().accounts().createOwner(tenant, email, password);
        }
    }

    /** Gives the account an app, recovery codes, a passkey, and a session. */
    private static void equip(Account account) {
        try (Secret secret = SecondFactors.newSecret()) {
            assertThat(
                            identity()
                                    .factors()
                                    .apps()
                                    .add(account, secret, Apps.code(secret, Instant.now())))
                    .isTrue();
        }
        identity().factors().recovery().renew(account);
        identity()
                .passkeys()
                .add(
                        account,
                        "passkey-of-" + account.id(),
                        "Laptop",
                        new Passkey.Key("key", new UUID(0, 0), 1, false, false, List.of("usb")));
        identity()
                .sessions()
                .sessions()
                .begin(account, Methods.PASSKEY, new Browser("127.0.0.1", "a test"))
                .close();
    }

    private static void assertEquipped(Account account) {
        assertThat(identity().factors().apps().present(account.id())).isTrue();
        assertThat(identity().factors().recovery().left(account.id())).isEqualTo(10);
        assertThat(identity().passkeys().list(account.id())).hasSize(1);
        assertThat(identity().sessions().sessions().list(account.id())).hasSize(1);
    }

    @Test
    void removesEveryFactorAndSessionOfThisAccountAlone() {
        String email = newEmail();
        Account ana = account(NORTH, email);
        Account namesake = account(HOME, email);
        Account colleague = account(NORTH, newEmail());
        List.of(ana, namesake, colleague).forEach(ResetSecondFactorIT::equip);
        assertEquipped(ana);

        Ran ran = run("--tenant", "north", "--email", " " + email.toUpperCase(Locale.ROOT) + " ");

        assertThat(ran.failure()).isNull();
        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("Removed the second factors of " + email + ".");
        assertThat(identity().factors().present(ana.id())).isFalse();
        assertThat(identity().factors().recovery().left(ana.id())).isZero();
        assertThat(identity().passkeys().list(ana.id())).isEmpty();
        assertThat(identity().sessions().sessions().list(ana.id())).isEmpty();
        assertThat(identity().factors().next(ana, Methods.PASSWORD))
                .isEqualTo(SecondFactors.Step.NOTHING);
        assertEquipped(namesake);
        assertEquipped(colleague);
    }

    @Test
    void doesNothingTwiceAndNothingForAnAccountWithoutFactors() {
        String email = newEmail();
        account(NORTH, email);
        assertThat(run("--tenant", "north", "--email", email).status()).isZero();
        assertThat(run("--tenant", "north", "--email", email).status()).isZero();
    }

    @Test
    void refusesAnAddressThatNobodyHasThere() {
        String email = newEmail();
        Account ana = account(NORTH, email);
        equip(ana);
        for (List<String> wrong :
                List.of(
                        List.of("--tenant", "home", "--email", email),
                        List.of("--tenant", "north", "--email", "no address, ' or 1=1"),
                        List.of("--tenant", "nowhere", "--email", email))) {
            Ran ran = run(wrong.toArray(String[]::new));
            assertThat(ran.status()).isNotZero();
            assertThat(ran.failure())
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            it -> assertThat(it.code()).isEqualTo(ReasonCode.NOT_FOUND));
        }
        assertThat(run("--tenant", "north").status()).as("no address").isNotZero();
        assertEquipped(ana);
    }

    @Test
    void forgetsTheWrongCodesToo() {
        String email = newEmail();
        Account ana = account(NORTH, email);
        equip(ana);
        Checked last = new Checked.Wrong();
        for (int i = 0; i < 20 && last instanceof Checked.Wrong; i++) {
            last = identity().factors().check(ana, "wrong");
        }
        assertThat(last).isInstanceOf(Checked.TooMany.class);
        assertThat(run("--tenant", "north", "--email", email).status()).isZero();
        assertThat(identity().factors().check(ana, "wrong")).isEqualTo(new Checked.Wrong());
    }
}
