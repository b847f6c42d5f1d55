package dev.sluice.connector.redshift;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes a PostgreSQL look like a Redshift to Redshift's driver: takes from its first packet what
 * PostgreSQL does not know, gives {@code query_group} a name that PostgreSQL lets settings have,
 * and encrypts. Everything else is PostgreSQL's own judgement.
 */
final class RedshiftRelay implements AutoCloseable {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int CANCEL_REQUEST = 80_877_102;

    /** What every PostgreSQL knows of a first packet. */
    private static final Set<String> KNOWN =
            Set.of("user", "database", "client_encoding", "DateStyle", "TimeZone");

    private static final String LABEL = "query_group";

    /** As long as the other, so that no length changes. */
    private static final String LABEL_THERE = "sluice.labl";

    private final ServerSocket listener;
    private final int target;
    private final @Nullable SSLContext tls;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger cancellations = new AtomicInteger();

    /**
     * @param tls null for a server that does not encrypt
     */
    RedshiftRelay(int target, @Nullable SSLContext tls) throws IOException {
        this.target = target;
        this.tls = tls;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every text that a statement was made of, in order. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    int cancellations() {
        return cancellations.get();
    }

    /** Ends every connection under both sides. */
    void cut() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            Socket client = accepted;
            byte[] first = packet(new DataInputStream(client.getInputStream()));
            if (code(first) == SSL_REQUEST) {
                client.getOutputStream().write(tls == null ? 'N' : 'S');
                client = tls == null ? client : encrypted(client, tls);
                first = packet(new DataInputStream(client.getInputStream()));
            }
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(server.getOutputStream()));
            if (code(first) == CANCEL_REQUEST) {
                cancellations.incrementAndGet();
                write(out, first);
                return;
            }
            write(out, withoutStrangers(first));
            Socket back = client;
            Thread.ofVirtual().start(() -> copy(server, back));
            forward(new DataInputStream(new BufferedInputStream(client.getInputStream())), out);
        } catch (IOException e) {
            // One side left.
        }
    }

    private static Socket encrypted(Socket client, SSLContext tls) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(client, "localhost", 0, true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        byte[] packet = new byte[in.readInt() - 4];
        in.readFully(packet);
        return packet;
    }

    private static int code(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt();
    }

    private static void write(DataOutputStream out, byte[] packet) throws IOException {
        out.writeInt(packet.length + 4);
        out.write(packet);
        out.flush();
    }

    private static byte[] withoutStrangers(byte[] first) {
        String[] words =
                new String(first, 4, first.length - 4, StandardCharsets.UTF_8).split("\0", -1);
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i + 1 < words.length && !words[i].isEmpty(); i += 2) {
            if (KNOWN.contains(words[i])) {
                kept.append(words[i]).append('\0').append(words[i + 1]).append('\0');
            }
        }
        byte[] text = kept.append('\0').toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(4 + text.length).put(first, 0, 4).put(text).array();
    }

    private void forward(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int type = in.readByte();
            byte[] body = packet(in);
            if (type == 'Q' || type == 'P') {
                String text = new String(body, StandardCharsets.ISO_8859_1);
                texts.add(text.split("\0", -1)[type == 'P' ? 1 : 0]);
                body = text.replace(LABEL, LABEL_THERE).getBytes(StandardCharsets.ISO_8859_1);
            }
            out.writeByte(type);
            out.writeInt(body.length + 4);
            out.write(body);
            if (in.available() == 0) {
                out.flush();
            }
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
        cut();
    }
}
