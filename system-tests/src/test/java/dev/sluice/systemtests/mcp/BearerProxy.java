package dev.sluice.systemtests.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Puts a token into requests of programs that cannot carry one. Host and Origin headers that name
 * this proxy are made to name the server; all others pass as they are, so that the server sees what
 * it is tested with. One request per connection.
 */
final class BearerProxy implements AutoCloseable {
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private final ServerSocket listener;
    private final RunningServer server;

    BearerProxy(RunningServer server) {
        this.server = server;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("bearer-proxy").start(this::accept);
    }

    /** The endpoint as seen through this proxy. */
    URI mcp() {
        return URI.create(
                "http://localhost:" + listener.getLocalPort() + server.mcp().getRawPath());
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(server.mcp().getHost(), server.mcp().getPort())) {
            OutputStream toServer = upstream.getOutputStream();
            toServer.write(rewritten(head(client.getInputStream())));
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            client.getInputStream().transferTo(toServer);
                            upstream.shutdownOutput();
                        } catch (IOException e) {
                            // One side has ended; closing the sockets ends the other.
                        }
                    });
            upstream.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // The test that spoke through here sees the broken connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2 && head.size() < HEAD_BYTES_MAX) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended within the headers");
            }
            head.write(b);
            newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[] rewritten(String head) {
        String mine = "localhost:" + listener.getLocalPort();
        String theirs = server.mcp().getHost() + ":" + server.mcp().getPort();
        String end = "\r\n\r\n";
        return (head.replace(mine, theirs)
                                .replaceAll("(?i)\r\nconnection:[^\r]*", "")
                                .replace(end, "\r\nAuthorization: Bearer " + server.token())
                        + "\r\nConnection: close"
                        + end)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
