package dev.sluice.connector.sqlserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TDS 7.4 as far as a driver's sign-in and its batches need it, after [MS-TDS]
 * alone: no SQL Server can be had here. It evaluates nothing; a {@link Script} says what each text
 * is answered with.
 */
final class TdsServer implements AutoCloseable {
    static final String USER = "reader";

    private static final int ENCRYPT_ON = 1;
    private static final int ENCRYPT_NOT_SUPPORTED = 2;
    private static final int OPTION_ENCRYPTION = 1;
    private static final int OPTION_FEDAUTH = 6;
    private static final int ENVCHANGE = 0xE3;
    private static final int LOGINACK = 0xAD;
    private static final int FEATUREEXTACK = 0xAE;
    private static final int EXECUTE_SQL = 10;

    private final ServerSocket listener;
    private final @Nullable SSLContext tls;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<LoginMessage> logins = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger attentions = new AtomicInteger();
    private volatile Predicate<LoginMessage> accepts;
    private volatile Script script = (_, answer) -> answer.done();
    private volatile Prologue prologue = _ -> {};

    /** What a text is answered with. */
    interface Script {
        void answer(String sql, TdsAnswer answer) throws IOException;
    }

    /** What happens to a connection before it is spoken on. */
    interface Prologue {
        void begin(Socket socket) throws IOException;
    }

    /**
     * @param tls the server's certificate and key, null for a server that does not encrypt
     */
    TdsServer(@Nullable SSLContext tls, Predicate<LoginMessage> accepts) throws IOException {
        this.tls = tls;
        this.accepts = accepts;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void answering(Script next) {
        script = next;
    }

    void accepting(Predicate<LoginMessage> next) {
        accepts = next;
    }

    void beginning(Prologue next) {
        prologue = next;
    }

    List<LoginMessage> logins() {
        return List.copyOf(logins);
    }

    /** Every text that was to be run, in order. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** How often a client asked to stop. */
    int attentions() {
        return attentions.get();
    }

    /** Connections that neither side has closed. */
    long connections() {
        return open.stream().filter(socket -> !socket.isClosed()).count();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            prologue.begin(socket);
            TdsWire wire = new TdsWire(socket);
            boolean encrypted = negotiate(socket, wire);
            if (logIn(wire, encrypted)) {
                for (TdsWire.Message next = wire.read(); next != null; next = wire.read()) {
                    answer(wire, next);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // The client left, or a script broke off: the driver notices.
        }
    }

    private boolean negotiate(Socket socket, TdsWire wire) throws IOException {
        TdsWire.Message hello = wire.read();
        if (hello == null || hello.type() != TdsWire.PRELOGIN) {
            throw new IOException("no PRELOGIN");
        }
        boolean encrypted = tls != null && option(hello.payload(), OPTION_ENCRYPTION) == ENCRYPT_ON;
        boolean federated = option(hello.payload(), OPTION_FEDAUTH) == 1;
        // Options: version, encryption, and whether a federated login is answered.
        ByteBuffer reply = ByteBuffer.allocate(24);
        reply.put((byte) 0).putShort((short) 16).putShort((short) 6);
        reply.put((byte) 1).putShort((short) 22).putShort((short) 1);
        reply.put((byte) 6).putShort((short) 23).putShort((short) 1).put((byte) 0xFF);
        reply.put((byte) 16).put((byte) 0).putShort((short) 1000).putShort((short) 0);
        reply.put((byte) (encrypted ? ENCRYPT_ON : ENCRYPT_NOT_SUPPORTED));
        reply.put((byte) (federated ? 1 : 0));
        wire.write(TdsWire.ANSWER, reply.array(), true);
        if (encrypted && tls != null) {
            encrypt(socket, wire, tls);
        }
        return encrypted;
    }

    private static int option(byte[] prelogin, int wanted) {
        ByteBuffer options = ByteBuffer.wrap(prelogin);
        for (int at = 0; options.get(at) != (byte) 0xFF; at += 5) {
            if (options.get(at) == wanted && options.getShort(at + 3) > 0) {
                return options.get(options.getShort(at + 1));
            }
        }
        return -1;
    }

    private static void encrypt(Socket socket, TdsWire wire, SSLContext tls) throws IOException {
        TdsWire.TlsCarrier carrier = new TdsWire.TlsCarrier(socket, wire);
        SSLSocket encrypted =
                (SSLSocket) tls.getSocketFactory().createSocket(carrier, "localhost", 0, true);
        encrypted.setUseClientMode(false);
        encrypted.setEnabledProtocols(new String[] {"TLSv1.2"});
        encrypted.startHandshake();
        carrier.unwrap();
        wire.continueOn(encrypted);
    }

    private boolean logIn(TdsWire wire, boolean encrypted) throws IOException {
        TdsWire.Message message = wire.read();
        if (message == null || message.type() != TdsWire.LOGIN) {
            return false;
        }
        LoginMessage login = LoginMessage.of(message.payload(), encrypted);
        logins.add(login);
        if (!accepts.test(login)) {
            // A server's text may quote what it was given; ours does, so that tests can search.
            TdsAnswer refusal = new TdsAnswer(wire, false);
            refusal.error(
                            18_456,
                            14,
                            "Login failed for user '"
                                    + login.user()
                                    + "' "
                                    + login.password()
                                    + login.token())
                    .finish();
            return false;
        }
        wire.write(TdsWire.ANSWER, welcome(login), true);
        return true;
    }

    private static byte[] welcome(LoginMessage login) {
        TdsBytes bytes = new TdsBytes();
        bytes.token(ENVCHANGE, new TdsBytes().u8(1).shortText(login.database()).shortText(""));
        bytes.token(ENVCHANGE, new TdsBytes().u8(7).u8(5).bytes(TdsBytes.COLLATION).u8(0));
        bytes.token(
                LOGINACK,
                new TdsBytes()
                        .u8(1)
                        .bytes(new byte[] {0x74, 0, 0, 4})
                        .shortText("Microsoft SQL Server")
                        .bytes(new byte[] {16, 0, 3, (byte) 0xE8}));
        bytes.token(ENVCHANGE, new TdsBytes().u8(4).shortText("4096").shortText("4096"));
        if (!login.token().isEmpty()) {
            bytes.u8(FEATUREEXTACK).u8(2).u32(0).u8(0xFF);
        }
        return bytes.u8(0xFD).u16(0).u16(0).u64(0).take();
    }

    private void answer(TdsWire wire, TdsWire.Message message) throws IOException {
        switch (message.type()) {
            case TdsWire.BATCH -> {
                String sql = text(message.payload(), afterHeaders(message.payload()));
                run(wire, sql, false);
            }
            case TdsWire.RPC -> run(wire, procedure(message.payload()), true);
            case TdsWire.ATTENTION -> {
                TdsAnswer confirmed = new TdsAnswer(wire, false);
                attentions.incrementAndGet();
                confirmed.confirmAttention();
                confirmed.finish();
            }
            default -> throw new IOException("message " + message.type());
        }
    }

    private void run(TdsWire wire, String sql, boolean procedure) throws IOException {
        texts.add(sql);
        TdsAnswer answer = new TdsAnswer(wire, procedure);
        script.answer(sql, answer);
        if (answer.wasInterrupted()) {
            attentions.incrementAndGet();
        }
        answer.finish();
    }

    private static int afterHeaders(byte[] payload) {
        return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }

    private static String text(byte[] payload, int from) {
        return new String(payload, from, payload.length - from, StandardCharsets.UTF_16LE);
    }

    /** The text of {@code sp_executesql}, the one procedure that the driver is let to call. */
    private static String procedure(byte[] payload) throws IOException {
        ByteBuffer call = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        call.position(call.getInt(0));
        if (call.getShort() != -1 || call.getShort() != EXECUTE_SQL) {
            throw new IOException("another procedure");
        }
        call.getShort();
        // The parameter's name and flags, its type, the most bytes it may have, its collation.
        int name = call.get() & 0xFF;
        call.position(call.position() + 2 * name + 2);
        boolean chunks = call.getShort() == -1;
        call.position(call.position() + 5);
        if (!chunks) {
            byte[] sql = new byte[call.getShort() & 0xFFFF];
            call.get(sql);
            return new String(sql, StandardCharsets.UTF_16LE);
        }
        call.getLong();
        StringBuilder sql = new StringBuilder();
        for (int length = call.getInt(); length > 0; length = call.getInt()) {
            byte[] chunk = new byte[length];
            call.get(chunk);
            sql.append(new String(chunk, StandardCharsets.UTF_16LE));
        }
        return sql.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
