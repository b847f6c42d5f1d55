package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.Route;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SshAuth;
import dev.sluice.connector.SshHop;
import dev.sluice.connector.SshTunnel;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Right passwords, which an OpenSSH server without privileges cannot judge. */
class SshPasswordsIT {
    private static final String PASSWORD = "pässword with \u2603";

    @TempDir private Path directory;

    private SshServer start(UserAuthFactory method) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(
                new SimpleGeneratorHostKeyProvider(directory.resolve("host-key")));
        server.setUserAuthFactories(List.of(method));
        server.setPasswordAuthenticator(
                (user, password, _) -> user.equals("tunnel") && password.equals(PASSWORD));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.start();
        return server;
    }

    private static void logIn(UserAuthFactory method, SshServer server) throws IOException {
        try (SourceNetwork network = new SourceNetwork(NetworkRules.OF_THE_USER, null);
                EchoServer target = new EchoServer()) {
            SshHop hop =
                    new SshHop("127.0.0.1", server.getPort(), "tunnel", SshAuth.PASSWORD, null);
            String key =
                    network.hostKeys(new SshTunnel(List.of(hop)), credential("unused")).getFirst();
            ConnectionSettings settings =
                    ConnectionSettings.of(
                                    "postgresql",
                                    "127.0.0.1",
                                    target.port(),
                                    "d",
                                    "u",
                                    TlsMode.DISABLE)
                            .with(new SshTunnel(List.of(hop.pinned(key))));

            try (Route route = network.route(settings, credential(PASSWORD));
                    Socket socket = route.sockets().createSocket()) {
                socket.connect(
                        InetSocketAddress.createUnresolved("ignored", target.port()), 30_000);
                socket.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).as(method.getName()).isEqualTo('x');
            }
            try (Route route = network.route(settings, credential("marker-wrong"));
                    Socket socket = route.sockets().createSocket()) {
                NetworkException refusal =
                        catchThrowableOfType(
                                NetworkException.class,
                                () ->
                                        socket.connect(
                                                InetSocketAddress.createUnresolved(
                                                        "ignored", target.port()),
                                                30_000));
                assertThat(refusal.diagnosis()).isEqualTo(Diagnosis.SSH_LOGIN_REFUSED);
                assertThat(refusal.toString()).doesNotContain("marker-wrong");
            }
        }
    }

    private static Credential credential(String password) {
        return Credential.of(
                Map.of(
                        SecretName.sshPassword(0),
                        () -> Secret.takingOver(password.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void logsInWithAPassword() throws IOException {
        UserAuthFactory method = UserAuthPasswordFactory.INSTANCE;
        SshServer server = start(method);
        try {
            logIn(method, server);
        } finally {
            server.stop(true);
        }
    }

    @Test
    void answersTheOneHiddenQuestion() throws IOException {
        UserAuthFactory method = UserAuthKeyboardInteractiveFactory.INSTANCE;
        SshServer server = start(method);
        try {
            logIn(method, server);
        } finally {
            server.stop(true);
        }
    }
}
