package dev.sluice.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectPathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    private static DirectPath to(NetworkRules rules, String... literals) {
        return new DirectPath(rules, _ -> addresses(literals), "db.example.org");
    }

    private static Diagnosis refusal(DirectPath path, int port) {
        return catchThrowableOfType(NetworkException.class, () -> path.open(port, PATIENCE).close())
                .diagnosis();
    }

    private static NetworkRules rules(boolean privateAllowed, int ownPort) {
        return new NetworkRules(privateAllowed, false, port -> port == ownPort);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.3.4",
                "fe80::1",
                "fd00:ec2::254",
                "168.63.129.16",
                "0.0.0.0",
                "::",
                "224.0.0.1",
                "64:ff9b::a9fe:a9fe"
            })
    void neverConnectsToWhatIsNoDatabase(String address) {
        assertThat(refusal(to(rules(true, 0), address), 80)).isEqualTo(Diagnosis.ADDRESS_REFUSED);
    }

    @Test
    void looksAtEveryAddressOfAName() throws IOException {
        try (EchoServer server = new EchoServer()) {
            DirectPath path = to(rules(true, 0), "127.0.0.1", "169.254.169.254");

            assertThat(refusal(path, server.port())).isEqualTo(Diagnosis.ADDRESS_REFUSED);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void connectsToTheAddressThatItLookedAt() throws IOException {
        try (EchoServer server = new EchoServer()) {
            Deque<InetAddress[]> answers =
                    new ArrayDeque<>(List.of(addresses("127.0.0.1"), addresses("169.254.169.254")));
            AtomicInteger asked = new AtomicInteger();
            DirectPath path =
                    new DirectPath(
                            rules(true, 0),
                            _ -> {
                                asked.incrementAndGet();
                                return answers.removeFirst();
                            },
                            "rebinds.example.org");

            try (Line line = path.open(server.port(), PATIENCE)) {
                line.output().write('x');
                assertThat(line.input().read()).isEqualTo('x');
            }
            assertThat(asked).hasValue(1);
            assertThat(refusal(path, server.port())).isEqualTo(Diagnosis.ADDRESS_REFUSED);
        }
    }

    @Test
    void refusesOurOwnPortsOnThisMachineAlone() throws IOException {
        try (EchoServer server = new EchoServer()) {
            DirectPath path = to(rules(true, server.port()), "127.0.0.1");

            assertThat(refusal(path, server.port())).isEqualTo(Diagnosis.ADDRESS_REFUSED);
            assertThat(server.accepted()).isZero();
        }
    }

    @Test
    void refusesPrivateNetworksWhereTheDeploymentDoes() throws IOException {
        try (EchoServer server = new EchoServer()) {
            assertThat(refusal(to(rules(false, 0), "127.0.0.1"), server.port()))
                    .isEqualTo(Diagnosis.ADDRESS_REFUSED);
            assertThat(refusal(to(rules(false, 0), "10.0.0.1"), server.port()))
                    .isEqualTo(Diagnosis.ADDRESS_REFUSED);
            to(rules(true, 0), "127.0.0.1").open(server.port(), PATIENCE).close();
        }
    }

    @Test
    void triesTheNextAddressOfAName() throws IOException {
        try (EchoServer server = new EchoServer()) {
            DirectPath path = to(rules(true, 0), "127.0.0.2", "127.0.0.1");

            try (Line line = path.open(server.port(), PATIENCE)) {
                line.output().write('x');
                assertThat(line.input().read()).isEqualTo('x');
            }
        }
    }

    @Test
    void goesItsOwnWayWhateverTheDriverSays() throws IOException {
        try (EchoServer server = new EchoServer();
                Socket socket =
                        new PathRoute(to(rules(true, 0), "127.0.0.1")).sockets().createSocket()) {
            socket.connect(new InetSocketAddress("192.0.2.1", server.port()), 20_000);
            socket.getOutputStream().write('x');

            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void saysThatANameIsUnknown() {
        DirectPath path =
                new DirectPath(
                        rules(true, 0),
                        host -> {
                            throw new UnknownHostException(host);
                        },
                        "nowhere.invalid");

        assertThat(refusal(path, 5432)).isEqualTo(Diagnosis.UNKNOWN_HOST);
    }
}
