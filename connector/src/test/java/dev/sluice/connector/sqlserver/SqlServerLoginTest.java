package dev.sluice.connector.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.sqlserver.TdsAnswer.Column;
import dev.sluice.connector.wire.Identity;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.ReasonCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SqlServerLoginTest {
    private static final String SQL = "SELECT x FROM shop.t";

    @TempDir private static Path directory;
    private static Identity ours;
    private static Identity elsewhere;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = Identity.make(directory.resolve("ours"), "dns:localhost");
        elsewhere = Identity.make(directory.resolve("elsewhere"), "dns:db.example.org");
    }

    private static TdsServer server(Identity identity) throws Exception {
        TdsServer server =
                new TdsServer(
                        identity == null ? null : identity.context(),
                        login ->
                                login.password().equals(SqlServers.PASSWORD)
                                        || login.token().equals(SqlServers.TOKEN));
        server.answering(
                SqlServers.planned(
                        (_, answer) -> answer.columns(new Column("x", TdsType.INT)).row(1)));
        return server;
    }

    private static ConnectionSettings settings(TdsServer server, TlsSettings tls) {
        return SqlServers.settings(server.port(), TlsMode.REQUIRE)
                .with(tls)
                .with(ConnectionMode.FRESH);
    }

    private static String reason(Target target) {
        Outcome outcome = SqlServers.ask(target, SQL, new Rows());
        if (outcome instanceof Outcome.Completed) {
            return "";
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        assertThat(failed.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(failed.toString()).doesNotContain("marker-");
        return String.valueOf(failed.details().get("reason"));
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsMode.class,
            names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void encryptsTheLogin(TlsMode mode) throws Exception {
        try (TdsServer server = server(ours)) {
            TlsSettings tls = TlsSettings.of(mode).withCa(ours.pem());

            assertThat(reason(SqlServers.target(settings(server, tls), SqlServers.PASSWORD)))
                    .isEmpty();
            assertThat(server.logins()).allMatch(LoginMessage::encrypted);
            assertThat(server.logins().getFirst().database()).isEqualTo("shop");
        }
    }

    @Test
    void takesAnyCertificateWhereNoneIsAskedFor() throws Exception {
        try (TdsServer server = server(elsewhere)) {
            TlsSettings tls = TlsSettings.of(TlsMode.REQUIRE);

            assertThat(reason(SqlServers.target(settings(server, tls), SqlServers.PASSWORD)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"REQUIRE, true", "VERIFY_CA, true", "VERIFY_FULL, true", "VERIFY_FULL, false"})
    void sendsNoPasswordToAnotherServer(TlsMode mode, boolean otherCa) throws Exception {
        try (TdsServer server = server(elsewhere)) {
            TlsSettings tls = TlsSettings.of(mode).withCa(otherCa ? ours.pem() : elsewhere.pem());

            assertThat(reason(SqlServers.target(settings(server, tls), SqlServers.PASSWORD)))
                    .startsWith("tls_");
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void sendsNoPasswordToAServerThatDoesNotEncrypt() throws Exception {
        try (TdsServer server = server(null)) {
            TlsSettings tls = TlsSettings.of(TlsMode.REQUIRE);

            assertThat(reason(SqlServers.target(settings(server, tls), SqlServers.PASSWORD)))
                    .isNotEmpty();
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void fallsBackOnlyInModePrefer() throws Exception {
        try (TdsServer server = server(null)) {
            TlsSettings tls = TlsSettings.of(TlsMode.PREFER);

            assertThat(reason(SqlServers.target(settings(server, tls), SqlServers.PASSWORD)))
                    .isEmpty();
            assertThat(server.logins()).noneMatch(LoginMessage::encrypted);
        }
    }

    @Test
    void saysThatAPasswordIsWrong() throws Exception {
        try (TdsServer server = server(ours)) {
            TlsSettings tls = TlsSettings.of(TlsMode.VERIFY_FULL).withCa(ours.pem());

            assertThat(reason(SqlServers.target(settings(server, tls), "marker-wrong")))
                    .isEqualTo("login_refused");
            assertThat(server.logins()).hasSize(1);
        }
    }

    @Test
    void showsATokenInsteadOfAPassword() throws Exception {
        try (TdsServer server = server(ours)) {
            TlsSettings tls = TlsSettings.of(TlsMode.VERIFY_FULL).withCa(ours.pem());

            assertThat(reason(SqlServers.withToken(settings(server, tls), SqlServers.TOKEN)))
                    .isEmpty();
            assertThat(server.logins()).allMatch(login -> login.token().equals(SqlServers.TOKEN));
            assertThat(server.logins()).allMatch(login -> login.password().isEmpty());
        }
    }

    @Test
    void saysThatATokenIsNotTaken() throws Exception {
        try (TdsServer server = server(ours)) {
            TlsSettings tls = TlsSettings.of(TlsMode.VERIFY_FULL).withCa(ours.pem());

            assertThat(reason(SqlServers.withToken(settings(server, tls), "marker-expired")))
                    .isEqualTo("login_refused");
        }
    }

    @Test
    void saysThatNothingListens() throws Exception {
        TdsServer server = server(ours);
        server.close();

        assertThat(
                        reason(
                                SqlServers.target(
                                        settings(server, TlsSettings.of(TlsMode.REQUIRE)),
                                        SqlServers.PASSWORD)))
                .isEqualTo("connection_refused");
    }
}
