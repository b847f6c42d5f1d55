package dev.sluice.connector.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Carries the SSH connection to the next server over the previous one. The SSH library connects to
 * addresses alone, so there is a port on loopback for a moment: it takes one connection, the one
 * whose port the library's own socket has, and nobody else's.
 */
final class HopRelay implements AutoCloseable {
    private static final int STRANGERS_MAX = 100;
    private static final int ACCEPT_MILLIS_MAX = 5_000;

    private final Line line;
    private final ServerSocket listener;

    /**
     * @param line to the next server; closed with the connection
     */
    HopRelay(Line line) throws IOException {
        this.line = line;
        this.listener = new ServerSocket(0, STRANGERS_MAX, InetAddress.getByAddress(loopback()));
        listener.setSoTimeout(ACCEPT_MILLIS_MAX);
    }

    private static byte[] loopback() {
        return new byte[] {127, 0, 0, 1};
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Lets our own connection in, and listens no longer. */
    void admit(InetSocketAddress own) throws IOException {
        try (listener) {
            for (int strangers = 0; strangers < STRANGERS_MAX; strangers++) {
                Socket socket = listener.accept();
                if (socket.getPort() == own.getPort()
                        && socket.getInetAddress().equals(own.getAddress())) {
                    socket.setTcpNoDelay(true);
                    Thread.ofVirtual().name("sluice-hop-out").start(() -> out(socket));
                    Thread.ofVirtual().name("sluice-hop-in").start(() -> in(socket));
                    return;
                }
                socket.close();
            }
        }
        throw new IOException("too many strangers");
    }

    private void out(Socket socket) {
        try (socket;
                line;
                InputStream from = socket.getInputStream()) {
            from.transferTo(line.output());
        } catch (IOException e) {
            // One side has gone, which the other notices.
        }
    }

    private void in(Socket socket) {
        try (socket;
                line;
                OutputStream to = socket.getOutputStream()) {
            line.input().transferTo(to);
        } catch (IOException e) {
            // One side has gone, which the other notices.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
