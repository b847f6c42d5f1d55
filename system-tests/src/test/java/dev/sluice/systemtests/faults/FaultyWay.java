package dev.sluice.systemtests.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a port of this machine that can be made to fail. Bytes that wait are not lost. */
final class FaultyWay implements AutoCloseable {
    /** What happens to the bytes. */
    enum State {
        /** They pass. */
        OPEN,
        /** They pass in small pieces, each late. */
        SLOW,
        /** Connections are taken, and nothing ever comes: a network that drops every packet. */
        SILENT,
        /** Open connections are reset, and so is every new one. */
        RESET
    }

    private static final int PIECE_BYTES = 512;
    private static final long PIECE_MILLIS = 100;
    private static final int BUFFER_BYTES = 64 << 10;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN;

    FaultyWay(int target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void become(State next) {
        synchronized (this) {
            state = next;
            notifyAll();
        }
        if (next == State.RESET) {
            sockets.forEach(FaultyWay::reset);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (state == State.RESET) {
                    reset(client);
                    continue;
                }
                Socket server = toTarget(client);
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            } catch (IOException e) {
                // Closed, or nothing listens behind us: who connected notices.
            }
        }
    }

    /** Where nothing listens, whoever came is told. */
    private Socket toTarget(Socket client) throws IOException {
        try {
            return new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            reset(client);
            throw e;
        }
    }

    private void copy(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                pass(buffer, read, out);
            }
        } catch (IOException e) {
            // One side left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void pass(byte[] buffer, int length, OutputStream out)
            throws IOException, InterruptedException {
        synchronized (this) {
            while (state == State.SILENT) {
                wait();
            }
        }
        if (state != State.SLOW) {
            out.write(buffer, 0, length);
            return;
        }
        for (int from = 0; from < length; from += PIECE_BYTES) {
            Thread.sleep(PIECE_MILLIS);
            out.write(buffer, from, Math.min(PIECE_BYTES, length - from));
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed, which is what was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        become(State.RESET);
    }
}
