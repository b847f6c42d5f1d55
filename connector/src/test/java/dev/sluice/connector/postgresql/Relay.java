package dev.sluice.connector.postgresql;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between the driver and the server and notes, on a connection without encryption, the type
 * of each message that the driver sends, and of each its first packet's code.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message
 *     formats</a>
 */
final class Relay implements AutoCloseable {
    static final int SSL_REQUEST = 80_877_103;

    private final ServerSocket listener;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<Character> messages = new CopyOnWriteArrayList<>();
    private final List<Integer> openings = new CopyOnWriteArrayList<>();

    Relay(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Types of the messages since the last call: P parse, B bind, E execute, S sync. */
    String takeMessages() {
        StringBuilder types = new StringBuilder();
        messages.forEach(types::append);
        messages.clear();
        return types.toString();
    }

    /** The codes that connections began with. */
    List<Integer> openings() {
        return List.copyOf(openings);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getByName("localhost"), target);
                open.add(client);
                open.add(server);
                Thread.ofVirtual().start(() -> readMessages(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException e) {
                // Closed, or the server is away: the driver notices as it would without us.
            }
        }
    }

    private void readMessages(Socket client, Socket server) {
        try (client;
                server) {
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(client.getInputStream()));
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
            byte[] first = new byte[in.readInt() - 4];
            in.readFully(first);
            int code = ByteBuffer.wrap(first).getInt();
            openings.add(code);
            out.writeInt(first.length + 4);
            out.write(first);
            out.flush();
            if (code == SSL_REQUEST) {
                in.transferTo(server.getOutputStream());
                return;
            }
            while (true) {
                int type = in.readByte();
                byte[] body = new byte[in.readInt() - 4];
                in.readFully(body);
                messages.add((char) type);
                out.writeByte(type);
                out.writeInt(body.length + 4);
                out.write(body);
                if (in.available() == 0) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // One side left.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side left.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
