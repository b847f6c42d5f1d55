package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Servers that answer a login without end are left before they fill the memory. */
class FloodingServersTest {
    private static final int PIECE_BYTES = 64 << 10;

    /** What is taken, and what is on its way in buffers of both sides. */
    private static final long SENT_BYTES_MAX = 32L << 20;

    /** Sends a beginning and then the same letter, and counts, until it is left. */
    private static final class Flood implements AutoCloseable {
        private final ServerSocket listener;
        private final boolean speaksFirst;
        private final byte[] beginning;
        private final AtomicLong sent = new AtomicLong();

        Flood(boolean speaksFirst, byte[] beginning) {
            this.speaksFirst = speaksFirst;
            this.beginning = beginning;
            try {
                this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    Thread.ofVirtual().start(() -> flood(client));
                } catch (IOException e) {
                    return;
                }
            }
        }

        private void flood(Socket client) {
            byte[] piece = new byte[PIECE_BYTES];
            Arrays.fill(piece, (byte) 'a');
            try (client) {
                if (!speaksFirst) {
                    assertThat(client.getInputStream().read(new byte[PIECE_BYTES])).isPositive();
                }
                OutputStream out = client.getOutputStream();
                out.write(beginning);
                // Four times what is allowed: enough to tell, and no danger to the test.
                while (sent.addAndGet(PIECE_BYTES) < 4 * SENT_BYTES_MAX) {
                    out.write(piece);
                }
            } catch (IOException e) {
                // Left, as it should be.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static void assertLeaves(String type, boolean serverSpeaksFirst, byte[] beginning)
            throws IOException {
        try (Flood server = new Flood(serverSpeaksFirst, beginning)) {
            ConnectionSettings settings =
                    ConnectionSettings.of(
                            type,
                            "127.0.0.1",
                            server.listener.getLocalPort(),
                            "d",
                            "u",
                            TlsMode.DISABLE);
            Target target =
                    new Target(
                            settings,
                            Credential.ofPassword(() -> Secret.takingOver("secret".toCharArray())),
                            new DirectNetwork());
            assertThatThrownBy(() -> Connectors.of(type).probe(target))
                    .isInstanceOf(SluiceException.class);
            assertThat(server.sent.get()).as(type).isLessThan(SENT_BYTES_MAX);
        }
    }

    @Test
    void postgresqlWithAnErrorOfAGigabyte() throws IOException {
        assertLeaves("postgresql", false, new byte[] {'E', 0x3f, 0, 0, 0});
    }

    @Test
    void mariadbWithAGreetingOfManyPackets() throws IOException {
        byte[] packet = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 10};
        assertLeaves("mariadb", true, packet);
    }

    @Test
    void aServiceOverHttpWithAnEndlessHeader() throws IOException {
        byte[] head = "HTTP/1.1 200 OK\r\nX-A: ".getBytes(StandardCharsets.US_ASCII);
        assertLeaves("trino", false, head);
        assertLeaves("clickhouse", false, head);
    }
}
