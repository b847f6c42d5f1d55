package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunnels over real OpenSSH servers to something that stands for a database. */
class SshTunnelIT {
    private static final int PATIENCE_MILLIS = 30_000;

    @TempDir private static Path directory;
    private static SshKeys ours;
    private static OpenSshServer server;
    private static EchoServer target;
    private static SourceNetwork network;

    @BeforeAll
    static void start() throws Exception {
        ours = SshKeys.make(directory.resolve("ours"), "-t", "ed25519", "-N", "");
        server = OpenSshServer.start(directory.resolve("server"), List.of(ours.publicLine()));
        target = new EchoServer();
        network = new SourceNetwork(NetworkRules.OF_THE_USER, null);
    }

    @AfterAll
    static void stop() throws IOException {
        if (network != null) {
            network.close();
            target.close();
            server.close();
        }
    }

    private static SshHop hop(OpenSshServer at, SshAuth auth) throws Exception {
        return new SshHop("127.0.0.1", at.port(), at.user(), auth, at.fingerprint());
    }

    private static ConnectionSettings settings(int port, SshHop... hops) {
        return ConnectionSettings.of("postgresql", "127.0.0.1", port, "d", "u", TlsMode.DISABLE)
                .with(new SshTunnel(List.of(hops)));
    }

    private static Supplier<Secret> secret(String text) {
        return () -> Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Credential key(String pem) {
        return key(pem, null);
    }

    private static Credential key(String pem, @Nullable String passphrase) {
        Map<SecretName, Supplier<Secret>> secrets = new HashMap<>();
        for (int hop = 0; hop < SshTunnel.HOPS_MAX; hop++) {
            secrets.put(SecretName.sshKey(hop), secret(pem));
            if (passphrase != null) {
                secrets.put(SecretName.sshPassphrase(hop), secret(passphrase));
            }
        }
        return Credential.of(secrets);
    }

    private static Socket connect(Route route, int port) throws IOException {
        Socket socket = route.sockets().createSocket();
        try {
            socket.connect(InetSocketAddress.createUnresolved("ignored", port), PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void assertEchoes(Socket socket) throws IOException {
        byte[] bytes = "ping".getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes);
        assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(bytes);
    }

    private static void assertReaches(SourceNetwork from, ConnectionSettings to, Credential with)
            throws IOException {
        try (Route route = from.route(to, with);
                Socket socket = connect(route, to.port())) {
            assertEchoes(socket);
        }
    }

    private static NetworkException refusal(ConnectionSettings to, Credential with) {
        return refusal(network, to, with);
    }

    private static NetworkException refusal(
            SourceNetwork from, ConnectionSettings to, Credential with) {
        try (Route route = from.route(to, with)) {
            return catchThrowableOfType(
                    NetworkException.class, () -> connect(route, to.port()).close());
        }
    }

    private static void assertRefused(NetworkException refusal, Diagnosis diagnosis, int hop) {
        assertThat(refusal).isNotNull();
        assertThat(refusal.diagnosis()).isEqualTo(diagnosis);
        assertThat(refusal.details()).containsEntry("hop", hop);
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, -t ed25519",
        "rsa, -t rsa -b 2048",
        "ecdsa, -t ecdsa -b 256",
        "rsa-pem, -t rsa -b 2048 -m PEM",
        "rsa-pkcs8, -t rsa -b 2048 -m PKCS8",
        "ecdsa-pkcs8, -t ecdsa -m PKCS8"
    })
    void logsInWithKeysOfEveryForm(String name, String options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options.split(" ", -1)));
        all.addAll(List.of("-N", ""));
        SshKeys keys = SshKeys.make(directory.resolve("forms/" + name), all.toArray(String[]::new));
        try (OpenSshServer own =
                OpenSshServer.start(
                        directory.resolve("server-" + name), List.of(keys.publicLine()))) {
            assertReaches(
                    network,
                    settings(target.port(), hop(own, SshAuth.KEY)),
                    key(keys.privatePem()));
        }
    }

    @Test
    void logsInWithAKeyThatHasAPassphrase() throws Exception {
        SshKeys locked =
                SshKeys.make(directory.resolve("locked"), "-t", "ed25519", "-N", "open sesame");
        try (OpenSshServer own =
                OpenSshServer.start(
                        directory.resolve("server-locked"), List.of(locked.publicLine()))) {
            ConnectionSettings to = settings(target.port(), hop(own, SshAuth.KEY));

            assertReaches(network, to, key(locked.privatePem(), "open sesame"));
            for (String wrong : new String[] {"marker-wrong-passphrase", null}) {
                NetworkException refusal = refusal(to, key(locked.privatePem(), wrong));
                assertRefused(refusal, Diagnosis.CREDENTIAL_UNREADABLE, 1);
                assertThat(refusal.toString() + refusal.details())
                        .doesNotContain("marker-wrong-passphrase");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----",
                "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"
            })
    void refusesWhatIsNoKey(String garbage) throws Exception {
        assertRefused(
                refusal(settings(target.port(), hop(server, SshAuth.KEY)), key(garbage)),
                Diagnosis.CREDENTIAL_UNREADABLE,
                1);
    }

    @Test
    void refusesAKeyThatTheServerDoesNotKnow() throws Exception {
        SshKeys other = SshKeys.make(directory.resolve("other"), "-t", "ed25519", "-N", "");

        assertRefused(
                refusal(settings(target.port(), hop(server, SshAuth.KEY)), key(other.privatePem())),
                Diagnosis.SSH_LOGIN_REFUSED,
                1);
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        NetworkException refusal =
                refusal(
                        settings(target.port(), hop(server, SshAuth.PASSWORD)),
                        Credential.of(
                                Map.of(SecretName.sshPassword(0), secret("marker-password"))));

        assertRefused(refusal, Diagnosis.SSH_LOGIN_REFUSED, 1);
        assertThat(server.log())
                .contains("Failed password", "Failed keyboard-interactive")
                .doesNotContain("marker-password");
        assertThat(refusal.toString() + refusal.details()).doesNotContain("marker-password");
    }

    @Test
    void showsTheKeyAsOpensshDoesAndSendsNoSecretForThat() throws Exception {
        int failures = server.log().split("userauth-request", -1).length;
        SshTunnel unpinned =
                new SshTunnel(
                        List.of(
                                new SshHop(
                                        "127.0.0.1",
                                        server.port(),
                                        server.user(),
                                        SshAuth.KEY,
                                        null)));

        assertThat(network.hostKeys(unpinned, key(ours.privatePem())))
                .containsExactly(server.fingerprint());
        assertThat(server.log().split("userauth-request", -1)).hasSize(failures);
    }

    @Test
    void refusesAServerWhoseKeyNobodyHasConfirmed() throws Exception {
        SshHop unpinned = new SshHop("127.0.0.1", server.port(), server.user(), SshAuth.KEY, null);
        NetworkException refusal =
                refusal(settings(target.port(), unpinned), key(ours.privatePem()));

        assertRefused(refusal, Diagnosis.SSH_HOST_KEY_UNKNOWN, 1);
        assertThat(refusal.details()).containsEntry("host_key", server.fingerprint());
    }

    @Test
    void refusesAServerWhoseKeyHasChanged() throws Exception {
        try (OpenSshServer own =
                OpenSshServer.start(
                        directory.resolve("server-changing"), List.of(ours.publicLine()))) {
            SshHop pinned = hop(own, SshAuth.KEY);
            ConnectionSettings to = settings(target.port(), pinned);
            assertReaches(network, to, key(ours.privatePem()));

            own.stop();
            own.newHostKey();
            own.restart();
            NetworkException refusal = refusal(to, key(ours.privatePem()));

            assertRefused(refusal, Diagnosis.SSH_HOST_KEY_CHANGED, 1);
            assertThat(refusal.details()).containsEntry("host_key", own.fingerprint());
            assertThatThrownBy(() ->
                            network.hostKeys(
                                    new SshTunnel(List.of(pinned)), key(ours.privatePem())))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e ->
                                    assertThat(e.details())
                                            .containsEntry("reason", "ssh_host_key_changed"));
        }
    }

    @Test
    void logsInWithARealAgent() throws Exception {
        SshKeys held = SshKeys.make(directory.resolve("held"), "-t", "ed25519", "-N", "");
        try (OpenSshServer own =
                        OpenSshServer.start(
                                directory.resolve("server-agent"), List.of(held.publicLine()));
                OpenSshAgent agent = OpenSshAgent.start(directory.resolve("agent"))) {
            ConnectionSettings to = settings(target.port(), hop(own, SshAuth.AGENT));
            Credential none = Credential.of(Map.of());
            try (SourceNetwork with = new SourceNetwork(NetworkRules.OF_THE_USER, agent.socket());
                    SourceNetwork forbidden =
                            new SourceNetwork(
                                    new NetworkRules(true, false, _ -> false), agent.socket())) {
                assertRefused(refusal(with, to, none), Diagnosis.SSH_AGENT_MISSING, 1);
                agent.add(directory.resolve("held"));

                assertReaches(with, to, none);
                assertRefused(refusal(forbidden, to, none), Diagnosis.SSH_AGENT_MISSING, 1);
                assertRefused(refusal(network, to, none), Diagnosis.SSH_AGENT_MISSING, 1);
                // A login with a key of its own does not try those of the agent.
                assertRefused(
                        refusal(
                                with,
                                settings(target.port(), hop(own, SshAuth.KEY)),
                                key(ours.privatePem())),
                        Diagnosis.SSH_LOGIN_REFUSED,
                        1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AllowTcpForwarding no", "PermitOpen 127.0.0.1:1"})
    void saysThatTheServerForbidsForwarding(String option) throws Exception {
        try (OpenSshServer own =
                OpenSshServer.start(
                        directory.resolve("server-" + option.hashCode()),
                        List.of(ours.publicLine()),
                        option)) {
            assertRefused(
                    refusal(settings(target.port(), hop(own, SshAuth.KEY)), key(ours.privatePem())),
                    Diagnosis.SSH_FORWARDING_PROHIBITED,
                    1);
        }
    }

    @Test
    void saysThatTheServerDoesNotReachTheDatabase() throws Exception {
        assertRefused(
                refusal(
                        settings(OpenSshServer.freePort(), hop(server, SshAuth.KEY)),
                        key(ours.privatePem())),
                Diagnosis.SSH_TARGET_UNREACHABLE,
                1);
    }

    @Test
    void saysThatNothingListensAtTheFirstHop() {
        assertRefused(
                refusal(
                        settings(target.port(), new SshHop("127.0.0.1", 1, "u", SshAuth.KEY, null)),
                        key(ours.privatePem())),
                Diagnosis.CONNECTION_REFUSED,
                1);
    }

    @Test
    void goesOverSeveralServers() throws Exception {
        try (OpenSshServer second =
                        OpenSshServer.start(
                                directory.resolve("second"), List.of(ours.publicLine()));
                OpenSshServer third =
                        OpenSshServer.start(
                                directory.resolve("third"), List.of(ours.publicLine()))) {
            SshHop[] hops = {
                hop(server, SshAuth.KEY), hop(second, SshAuth.KEY), hop(third, SshAuth.KEY)
            };
            ConnectionSettings to = settings(target.port(), hops);
            assertReaches(network, to, key(ours.privatePem()));

            SshHop[] unpinned = hops.clone();
            for (int i = 0; i < hops.length; i++) {
                unpinned[i] =
                        new SshHop(
                                hops[i].host(),
                                hops[i].port(),
                                hops[i].user(),
                                hops[i].auth(),
                                null);
            }
            assertThat(network.hostKeys(new SshTunnel(List.of(unpinned)), key(ours.privatePem())))
                    .containsExactly(
                            server.fingerprint(), second.fingerprint(), third.fingerprint());

            hops[1] = hops[1].pinned(third.fingerprint());
            assertRefused(
                    refusal(settings(target.port(), hops), key(ours.privatePem())),
                    Diagnosis.SSH_HOST_KEY_CHANGED,
                    2);
        }
    }

    @Test
    void saysWhichServerDoesNotReachTheNext() throws Exception {
        SshHop nowhere = new SshHop("127.0.0.1", OpenSshServer.freePort(), "u", SshAuth.KEY, null);

        assertRefused(
                refusal(
                        settings(target.port(), hop(server, SshAuth.KEY), nowhere),
                        key(ours.privatePem())),
                Diagnosis.SSH_TARGET_UNREACHABLE,
                1);
    }

    @Test
    void breaksWithTheServerAndIsBuiltAgainWhenItIsBack() throws Exception {
        try (OpenSshServer own =
                OpenSshServer.start(
                        directory.resolve("server-breaking"), List.of(ours.publicLine()))) {
            ConnectionSettings to = settings(target.port(), hop(own, SshAuth.KEY));
            try (Route route = network.route(to, key(ours.privatePem()))) {
                Socket socket = connect(route, to.port());
                assertEchoes(socket);
                own.stop();

                assertEnds(socket);
                NetworkException refusal =
                        catchThrowableOfType(
                                NetworkException.class, () -> connect(route, to.port()).close());
                assertRefused(refusal, Diagnosis.CONNECTION_REFUSED, 1);

                own.restart();
                try (Socket again = connect(route, to.port())) {
                    assertEchoes(again);
                }
            }
        }
    }

    private static void assertEnds(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            // So it ends, too.
        }
    }

    @Test
    void carriesABoundedNumberOfConnectionsOverOneLogin() throws Exception {
        try (OpenSshServer own =
                OpenSshServer.start(
                        directory.resolve("server-bounded"), List.of(ours.publicLine()))) {
            ConnectionSettings to = settings(target.port(), hop(own, SshAuth.KEY));
            List<Socket> open = new ArrayList<>();
            try (Route route = network.route(to, key(ours.privatePem()))) {
                for (int i = 0; i < Tunnel.LINES_MAX; i++) {
                    open.add(connect(route, to.port()));
                }
                assertThat(own.log().split("Accepted publickey", -1)).hasSize(2);
                assertThatThrownBy(() -> connect(route, to.port()))
                        .isInstanceOfSatisfying(
                                NetworkException.class,
                                e -> assertThat(e.diagnosis()).isEqualTo(Diagnosis.SSH_BUSY));

                open.removeLast().close();
                open.add(connect(route, to.port()));
                for (Socket socket : open) {
                    assertEchoes(socket);
                }
            }
            for (Socket socket : open) {
                assertEnds(socket);
            }
            waitUntilGone(own);
        }
    }

    private static void waitUntilGone(OpenSshServer server) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (server.connections() > 0) {
            assertThat(System.nanoTime()).as("connections stay at the server").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    void waitsNoLongerThanItIsTold() throws Exception {
        ConnectionSettings to = settings(target.port(), hop(server, SshAuth.KEY));
        try (Route route = network.route(to, key(ours.privatePem()));
                Socket socket = connect(route, to.port())) {
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            assertEchoes(socket);
        }
    }

    @Test
    void carriesMuchBothWays() throws Exception {
        ConnectionSettings to = settings(target.port(), hop(server, SshAuth.KEY));
        byte[] much = new byte[8 << 20];
        new java.util.Random(1).nextBytes(much);
        try (Route route = network.route(to, key(ours.privatePem()));
                Socket socket = connect(route, to.port())) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    socket.getOutputStream().write(much);
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });

            assertThat(socket.getInputStream().readNBytes(much.length)).isEqualTo(much);
            writer.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "169.254.1.1", "fe80::1"})
    void doesNotLeadToMetadataServices(String address) throws Exception {
        SshHop there = new SshHop(address, 22, "u", SshAuth.KEY, null);
        ConnectionSettings behind =
                ConnectionSettings.of("postgresql", address, 80, "d", "u", TlsMode.REQUIRE)
                        .with(new SshTunnel(List.of(hop(server, SshAuth.KEY))));

        assertThat(refusal(settings(target.port(), there), key(ours.privatePem())).diagnosis())
                .isEqualTo(Diagnosis.ADDRESS_REFUSED);
        assertThat(
                        refusal(
                                        settings(target.port(), hop(server, SshAuth.KEY), there),
                                        key(ours.privatePem()))
                                .diagnosis())
                .isEqualTo(Diagnosis.ADDRESS_REFUSED);
        assertThat(refusal(behind, key(ours.privatePem())).diagnosis())
                .isEqualTo(Diagnosis.ADDRESS_REFUSED);
    }
}
