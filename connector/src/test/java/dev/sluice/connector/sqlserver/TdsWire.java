package dev.sluice.connector.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one connection, cut into packets of eight bytes of header and a payload ([MS-TDS]
 * 2.2.3). While TLS is negotiated its records travel as the payload of {@code PRELOGIN} packets
 * (2.2.6.5), so this lies below the TLS socket at first and above it afterwards.
 */
final class TdsWire {
    static final int BATCH = 0x01;
    static final int RPC = 0x03;
    static final int ANSWER = 0x04;
    static final int ATTENTION = 0x06;
    static final int TRANSACTION = 0x0E;
    static final int LOGIN = 0x10;
    static final int PRELOGIN = 0x12;

    private static final int HEADER = 8;
    private static final int LAST = 0x01;
    private static final int PAYLOAD_MAX = 4_096 - HEADER;
    private static final int MESSAGE_MAX = 8 << 20;

    private InputStream in;
    private OutputStream out;

    TdsWire(Socket socket) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** What a client sent. */
    static final class Message {
        private final int type;
        private final byte[] payload;

        Message(int type, byte[] payload) {
            this.type = type;
            this.payload = payload;
        }

        int type() {
            return type;
        }

        byte[] payload() {
            return payload;
        }
    }

    /** Goes on over the TLS socket that was made from this wire. */
    void continueOn(Socket encrypted) throws IOException {
        in = encrypted.getInputStream();
        out = encrypted.getOutputStream();
    }

    /** The next message, null when the client left. */
    @Nullable Message read() throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        while (true) {
            byte[] header = in.readNBytes(HEADER);
            if (header.length == 0 && payload.size() == 0) {
                return null;
            }
            if (header.length < HEADER) {
                throw new EOFException("half a header");
            }
            int length = ByteBuffer.wrap(header).getShort(2) & 0xFFFF;
            payload.write(in.readNBytes(length - HEADER));
            if (payload.size() > MESSAGE_MAX) {
                throw new IOException("message of " + payload.size() + " bytes");
            }
            if ((header[1] & LAST) != 0) {
                return new Message(header[0], payload.toByteArray());
            }
        }
    }

    /** Whether the client has sent something that was not read yet. */
    boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    void write(int type, byte[] payload, boolean last) throws IOException {
        for (int at = 0; at == 0 || at < payload.length; at += PAYLOAD_MAX) {
            int end = Math.min(payload.length, at + PAYLOAD_MAX);
            ByteBuffer packet = ByteBuffer.allocate(HEADER + end - at);
            packet.put((byte) type);
            packet.put((byte) (last && end == payload.length ? LAST : 0));
            packet.putShort((short) packet.capacity());
            packet.putShort((short) 51).put((byte) 1).put((byte) 0);
            packet.put(payload, at, end - at);
            out.write(packet.array());
        }
        out.flush();
    }

    /** Bytes that are no packet. */
    void writeRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * A socket for the TLS layer whose bytes travel inside {@code PRELOGIN} packets until {@link
     * TlsCarrier#unwrap}.
     */
    static final class TlsCarrier extends Socket {
        private final Socket socket;
        private final TdsWire wire;
        private final ByteArrayOutputStream flight = new ByteArrayOutputStream();
        private volatile boolean wrapped = true;

        TlsCarrier(Socket socket, TdsWire wire) {
            this.socket = socket;
            this.wire = wire;
        }

        /** Sends what is left of the handshake; from now on packets travel inside of TLS. */
        void unwrap() throws IOException {
            send();
            wrapped = false;
        }

        /** A flight is one message, however many records it has: clients count messages. */
        private void send() throws IOException {
            if (flight.size() > 0) {
                byte[] records = flight.toByteArray();
                flight.reset();
                wire.write(PRELOGIN, records, true);
            }
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream plain = socket.getInputStream();
            return new InputStream() {
                private byte[] rest = {};

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
                }

                @Override
                public int read(byte[] target, int from, int length) throws IOException {
                    if (rest.length == 0) {
                        if (!wrapped) {
                            return plain.read(target, from, length);
                        }
                        send();
                        Message message = wire.read();
                        if (message == null) {
                            return -1;
                        }
                        rest = message.payload();
                    }
                    int taken = Math.min(length, rest.length);
                    System.arraycopy(rest, 0, target, from, taken);
                    rest = Arrays.copyOfRange(rest, taken, rest.length);
                    return taken;
                }

                @Override
                public int available() throws IOException {
                    return rest.length > 0 ? rest.length : plain.available();
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream plain = socket.getOutputStream();
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    write(new byte[] {(byte) b}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (wrapped) {
                        flight.write(bytes, from, length);
                    } else {
                        plain.write(bytes, from, length);
                    }
                }

                @Override
                public void flush() throws IOException {
                    if (!wrapped) {
                        plain.flush();
                    }
                }
            };
        }
    }
}
