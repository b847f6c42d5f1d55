package dev.sluice.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.Row;
import dev.sluice.connector.RowSink;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.transport.TestCertificates;
import dev.sluice.core.Limits;
import dev.sluice.core.Secret;
import dev.sluice.guard.GuardedQueries;
import dev.sluice.guard.MariaServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MysqlTlsIT {
    private static final String CIPHER =
            "SELECT variable_value FROM information_schema.session_status"
                    + " WHERE variable_name = 'SSL_CIPHER'";

    @TempDir private static Path directory;
    private static TestCertificates ours;
    private static String otherCa;
    private static MariaServer encrypted;
    private static MariaServer plain;

    @BeforeAll
    static void start() throws Exception {
        ours = TestCertificates.make(directory.resolve("ours"), "dns:localhost");
        otherCa = TestCertificates.ca(directory.resolve("other"));
        Path certificate = directory.resolve("server.pem");
        Path key = directory.resolve("server.key");
        Files.writeString(certificate, ours.serverPem());
        Files.writeString(key, ours.keyPem());
        encrypted = MariaServer.start("--ssl-cert=" + certificate, "--ssl-key=" + key);
        plain = MariaServer.start();
        for (MariaServer server : List.of(encrypted, plain)) {
            try (Connection connection = server.connect("");
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE DATABASE shop; CREATE USER reader@localhost IDENTIFIED BY"
                                + " 'reader'; GRANT SELECT ON shop.* TO reader@localhost");
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        for (MariaServer server : new MariaServer[] {encrypted, plain}) {
            if (server != null) {
                server.close();
            }
        }
    }

    private static ConnectionSettings settings(String host, int port, TlsMode mode, String ca) {
        return ConnectionSettings.of("mariadb", host, port, "shop", "reader", mode)
                .with(new TlsSettings(mode, ca, null, false))
                .with(ConnectionMode.FRESH);
    }

    private static Outcome ask(ConnectionSettings settings, List<String> cells) {
        return ask(settings, CIPHER, Limits.DEFAULT, cells);
    }

    private static Outcome ask(
            ConnectionSettings settings, String sql, Limits limits, List<String> cells) {
        Target target =
                new Target(
                        settings,
                        Credential.ofPassword(
                                () -> Secret.takingOver("reader".getBytes(StandardCharsets.UTF_8))),
                        new DirectNetwork());
        RowSink sink =
                new RowSink() {
                    @Override
                    public void columns(List<ResultColumn> columns) {}

                    @Override
                    public void row(Row row) {
                        cells.add(row.text(0));
                    }
                };
        try (Database database = MysqlConnector.mariadb().open(target, Capacity.DEFAULT)) {
            return database.execute(
                    GuardedQueries.of(sql, limits),
                    new Request(new SessionTag("tls"), ResultLimits.DEFAULT, new Cancellation()),
                    sink);
        }
    }

    private static String reason(Outcome outcome) {
        return (String) ((Outcome.Failed) outcome).details().get("reason");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void encryptsUnderOurCa(TlsMode mode) {
        List<String> cells = new ArrayList<>();

        assertThat(ask(settings("localhost", encrypted.port(), mode, ours.caPem()), cells))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(cells).singleElement().asString().startsWith("TLS");
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void refusesACertificateOfAnotherCa(TlsMode mode) {
        Outcome outcome =
                ask(settings("localhost", encrypted.port(), mode, otherCa), new ArrayList<>());

        assertThat(reason(outcome)).isEqualTo("tls_untrusted");
    }

    @Test
    void requiresNoCaUnlessItIsToVerify() {
        assertThat(
                        ask(
                                settings("localhost", encrypted.port(), TlsMode.REQUIRE, null),
                                new ArrayList<>()))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(
                        reason(
                                ask(
                                        settings(
                                                "localhost",
                                                encrypted.port(),
                                                TlsMode.VERIFY_CA,
                                                null),
                                        new ArrayList<>())))
                .isEqualTo("tls_untrusted");
    }

    @Test
    void comparesTheNameInModeVerifyFullAlone() {
        assertThat(
                        reason(
                                ask(
                                        settings(
                                                "127.0.0.1",
                                                encrypted.port(),
                                                TlsMode.VERIFY_FULL,
                                                ours.caPem()),
                                        new ArrayList<>())))
                .isEqualTo("tls_wrong_host");
        assertThat(
                        ask(
                                settings(
                                        "127.0.0.1",
                                        encrypted.port(),
                                        TlsMode.VERIFY_CA,
                                        ours.caPem()),
                                new ArrayList<>()))
                .isInstanceOf(Outcome.Completed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void sendsNoPasswordToAServerThatDoesNotEncrypt(TlsMode mode) {
        Outcome outcome = ask(settings("localhost", plain.port(), mode, null), new ArrayList<>());

        assertThat(reason(outcome)).isEqualTo("tls_not_offered");
    }

    @Test
    void prefersAndDoesWithout() {
        List<String> cells = new ArrayList<>();

        assertThat(ask(settings("localhost", plain.port(), TlsMode.PREFER, null), cells))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(cells).containsExactly("");
    }

    @Test
    void cancelsOverAnEncryptedConnection() {
        Outcome outcome =
                ask(
                        settings("localhost", encrypted.port(), TlsMode.VERIFY_FULL, ours.caPem()),
                        "SELECT sleep(300)",
                        new Limits(1, 1L << 40, Duration.ofMillis(500)),
                        new ArrayList<>());

        assertThat(((Outcome.Failed) outcome).code().name()).isEqualTo("TIMEOUT");
    }

    /** It takes the connection and says nothing. */
    @Test
    void aSilentServerHoldsNobodyForLong() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Outcome outcome =
                    ask(
                            settings("localhost", silent.getLocalPort(), TlsMode.DISABLE, null),
                            CIPHER,
                            new Limits(1, 1L << 40, Duration.ofSeconds(1)),
                            new ArrayList<>());

            assertThat(reason(outcome)).isEqualTo("no_answer");
        }
    }
}
