package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.transport.TestCertificates;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.GuardedQueries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsIT {
    private static final Server SERVER = Server.shared();

    @TempDir private static Path directory;
    private static TestCertificates ours;
    private static String otherCa;

    @BeforeAll
    static void encrypt() throws Exception {
        ours = TestCertificates.make(directory.resolve("ours"), "dns:localhost");
        otherCa = TestCertificates.ca(directory.resolve("other"));
        install(ours);
        SERVER.run("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
        Thread.sleep(300);
    }

    private static void install(TestCertificates certificates) throws Exception {
        Path data = SERVER.directory();
        Files.writeString(data.resolve("server.crt"), certificates.serverPem());
        Path key = data.resolve("server.key");
        Files.writeString(key, certificates.keyPem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void stopEncrypting() throws Exception {
        SERVER.run("ALTER SYSTEM RESET ssl", "SELECT pg_reload_conf()");
        Thread.sleep(300);
    }

    private static ConnectionSettings settings(String host, int port, TlsMode mode, String ca) {
        return ConnectionSettings.of("postgresql", host, port, "postgres", Server.READER, mode)
                .with(new TlsSettings(mode, ca, null, false))
                .with(ConnectionMode.POOLED);
    }

    private static Outcome ask(ConnectionSettings settings, Table table) {
        try (Database database =
                new PostgresConnector()
                        .open(Server.target(settings, Server.PASSWORD), Capacity.DEFAULT)) {
            return run(database, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", table);
        }
    }

    private static Outcome run(Database database, String sql, Table table) {
        return database.execute(
                GuardedQueries.of(sql, Limits.DEFAULT),
                new Request(new SessionTag("tls"), ResultLimits.DEFAULT, new Cancellation()),
                table);
    }

    private static String reason(Outcome outcome) {
        return (String) ((Outcome.Failed) outcome).details().get("reason");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void encryptsUnderOurCa(TlsMode mode) {
        Table table = new Table();

        assertThat(ask(settings("localhost", SERVER.port(), mode, ours.caPem()), table))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(table.cell()).isEqualTo("t");
    }

    @Test
    void acceptsABundleOfSeveralCas() {
        String bundle = otherCa + "\n# the one that counts\n" + ours.caPem();

        assertThat(
                        ask(
                                settings("localhost", SERVER.port(), TlsMode.VERIFY_FULL, bundle),
                                new Table()))
                .isInstanceOf(Outcome.Completed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void refusesAnotherCa(TlsMode mode) {
        assertThat(reason(ask(settings("localhost", SERVER.port(), mode, otherCa), new Table())))
                .isEqualTo("tls_untrusted");
    }

    @Test
    void refusesAnUnknownCertificateWithoutACa() {
        ConnectionSettings settings =
                settings("localhost", SERVER.port(), TlsMode.VERIFY_FULL, null);

        assertThat(reason(ask(settings, new Table()))).isEqualTo("tls_untrusted");
    }

    @Test
    void refusesAnotherHostOnlyWhereItIsChecked() {
        assertThat(
                        ask(
                                settings(
                                        "127.0.0.1",
                                        SERVER.port(),
                                        TlsMode.VERIFY_CA,
                                        ours.caPem()),
                                new Table()))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(
                        reason(
                                ask(
                                        settings(
                                                "127.0.0.1",
                                                SERVER.port(),
                                                TlsMode.VERIFY_FULL,
                                                ours.caPem()),
                                        new Table())))
                .isEqualTo("tls_wrong_host");
    }

    @Test
    void boundsAnAnswerUnderTlsToo() {
        ConnectionSettings settings =
                settings("localhost", SERVER.port(), TlsMode.VERIFY_FULL, ours.caPem());
        try (Database database =
                new PostgresConnector()
                        .open(Server.target(settings, Server.PASSWORD), Capacity.DEFAULT)) {
            for (String cell : new String[] {"repeat('D', 20000)", "NULL::text"}) {
                Outcome outcome =
                        run(
                                database,
                                "SELECT string_agg(repeat('D', 20000), ''), "
                                        + cell
                                        + " FROM shop.items GROUP BY 2",
                                new Table());
                assertThat(((Outcome.Failed) outcome).code())
                        .isEqualTo(ReasonCode.RESULT_TOO_LARGE);
            }
        }
    }

    @Test
    void refusesGarbageInsteadOfTestCertificates() {
        for (String garbage : new String[] {"", "garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
            assertThatThrownBy(() ->
                            ask(
                                    settings(
                                            "localhost", SERVER.port(), TlsMode.VERIFY_CA, garbage),
                                    new Table()))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT));
        }
    }

    /** The driver alone would send it in clear text, key of the session included. */
    @Test
    void cancelsOverTlsToo() throws Exception {
        try (Relay relay = new Relay(SERVER.port());
                Database database =
                        new PostgresConnector()
                                .open(
                                        Server.target(
                                                settings(
                                                        "localhost",
                                                        relay.port(),
                                                        TlsMode.VERIFY_FULL,
                                                        ours.caPem()),
                                                Server.PASSWORD),
                                        Capacity.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            run(database, "SELECT 1", new Table());
            Cancellation cancellation = new Cancellation();
            Future<Outcome> outcome =
                    threads.submit(() ->
                            database.execute(
                                    GuardedQueries.of("SELECT pg_sleep(20)", Limits.DEFAULT),
                                    new Request(
                                            new SessionTag("tls"),
                                            ResultLimits.DEFAULT,
                                            cancellation),
                                    new Table()));
            Thread.sleep(300);
            cancellation.cancel();

            assertThat(outcome.get(2, TimeUnit.SECONDS)).isInstanceOf(Outcome.Cancelled.class);
            assertThat(relay.openings()).hasSizeGreaterThan(1).containsOnly(Relay.SSL_REQUEST);
        }
    }
}
