package dev.sluice.connector.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.sqlserver.TdsAnswer.Column;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.wire.Identity;
import dev.sluice.connector.wire.Rows;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that a token endpoint gives, shown to a server that takes one of them or none. */
class SqlServerTokenTest {
    private static final String SECRET = "marker-client-secret-40";

    @TempDir private Path directory;
    private final List<String> forms = new CopyOnWriteArrayList<>();
    private Identity identity;
    private HttpServer endpoint;
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        identity = Identity.make(directory, "dns:localhost");
        endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        endpoint.createContext(
                "/token",
                exchange -> {
                    forms.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    boolean known = forms.getLast().contains("client_secret=" + SECRET);
                    byte[] body =
                            (known
                                            ? "{\"access_token\":\"marker-token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                                                    .formatted(forms.size())
                                            : "{\"error\":\"invalid_client\"}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(known ? 200 : 401, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        endpoint.start();
    }

    @AfterEach
    void stop() throws IOException {
        endpoint.stop(0);
        server.close();
    }

    private Outcome ask(AuthMethod auth, Predicate<String> taken, String clientSecret)
            throws IOException {
        server = new TdsServer(identity.context(), login -> taken.test(login.token()));
        server.answering(
                SqlServers.planned(
                        (_, answer) -> answer.columns(new Column("x", TdsType.INT)).row(1)));
        Target target =
                new Target(
                        SqlServers.settings(server.port(), TlsMode.REQUIRE)
                                .with(TlsSettings.of(TlsMode.VERIFY_FULL).withCa(identity.pem()))
                                .with(ConnectionMode.FRESH)
                                .with(auth)
                                .with(
                                        Map.of(
                                                "client_id",
                                                "sluice",
                                                "token_url",
                                                "http://localhost:"
                                                        + endpoint.getAddress().getPort()
                                                        + "/token")),
                        Credential.of(
                                Map.of(
                                        SecretName.CLIENT_SECRET,
                                        () -> SqlServers.secret(clientSecret),
                                        SecretName.REFRESH_TOKEN,
                                        () -> SqlServers.secret("marker-refresh-2"))),
                        new DirectNetwork());
        return SqlServers.ask(
                SqlServerConnector.synapse(), target, "SELECT x FROM shop.t", new Rows());
    }

    private static void assertReason(Outcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.details()).containsEntry("reason", reason);
                            assertThat(failed.toString()).doesNotContain("marker-");
                        });
    }

    @Test
    void exchangesAClientsSecretForAToken() throws IOException {
        assertThat(ask(AuthMethod.OAUTH_CLIENT, "marker-token-1"::equals, SECRET))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(forms.getFirst())
                .contains("grant_type=client_credentials")
                .contains("scope=https%3A%2F%2Fdatabase.windows.net%2F.default");
    }

    @Test
    void exchangesARefreshToken() throws IOException {
        assertThat(ask(AuthMethod.OAUTH_REFRESH, "marker-token-1"::equals, SECRET))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(forms.getFirst()).contains("refresh_token=marker-refresh-2");
    }

    @Test
    void asksForAnotherTokenOnce() throws IOException {
        assertThat(ask(AuthMethod.OAUTH_CLIENT, "marker-token-2"::equals, SECRET))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(server.logins())
                .extracting(LoginMessage::token)
                .containsExactly("marker-token-1", "marker-token-2");
    }

    @Test
    void doesNotTryForever() throws IOException {
        assertReason(ask(AuthMethod.OAUTH_CLIENT, _ -> false, SECRET), "login_refused");
        assertThat(server.logins()).hasSize(2);
    }

    @Test
    void logsInNowhereWithoutAToken() throws IOException {
        assertReason(ask(AuthMethod.OAUTH_CLIENT, _ -> true, "marker-wrong"), "login_refused");
        assertThat(server.logins()).isEmpty();
    }
}
