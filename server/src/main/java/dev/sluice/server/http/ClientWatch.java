package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client went away while a servlet works on its request, so that the work can be
 * stopped. Jetty does not tell a blocking servlet on HTTP/1.1; so one thread watches the sockets of
 * the requests that have taken longer than {@link #ARM_AFTER}. Shorter ones cost a queue entry.
 *
 * <p>The servlet must have read the whole body, and must close the {@link Watch} before it writes
 * the answer. Limits: a client that closes only its sending side counts as gone. Bytes of a next
 * request, sent before this answer (pipelining, which no client in use does), are lost: the watch
 * ends, and {@link Watch#close} says that the answer must close the connection. Only HTTP/1.x
 * connections are watched.
 *
 * <p>Under TLS a client says goodbye with an alert before it closes. TLS 1.3 shows an alert as
 * application data, which its length gives away: two bytes, the type of the content, the tag and a
 * little padding (RFC 8446 sections 5.2 and 6) are shorter than any request. A change of keys in
 * the middle of a request is as short and counts as a goodbye; clients make one after many
 * gigabytes.
 */
public final class ClientWatch implements AutoCloseable {
    /** Requests shorter than this are never watched. */
    public static final Duration ARM_AFTER = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

    /** How often due requests are looked for; the most that arming can be late. */
    private static final long TICK_MILLIS = 20;

    /** Type, version, length (RFC 8446 section 5.1). */
    private static final int RECORD_HEADER_BYTES = 5;

    private static final byte ALERT = 21;
    private static final byte APPLICATION_DATA = 23;

    /** OpenSSL's have 19 bytes, Java's 35; the shortest request of HTTP/1.1 has 43. */
    private static final short ENCRYPTED_ALERT_BYTES_MAX = 40;

    /** A request's watch. Closing it is cheap and may be repeated. */
    public interface Watch extends AutoCloseable {
        /**
         * Ends the watch; after this returns, nothing touches the socket on its behalf.
         *
         * @return whether the connection can take another request; if not, the answer must carry
         *     {@code Connection: close}
         */
        boolean end();

        @Override
        default void close() {
            end();
        }
    }

    private static final Watch NONE = () -> true;

    private final Selector selector;
    private final Queue<SocketWatch> waiting = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean sleeping;
    private volatile boolean closed;

    public ClientWatch() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name("client-watch").daemon().start(this::run);
    }

    /**
     * Starts to watch the client of a request whose body has been read.
     *
     * @param gone called at most once, on a thread of its own, when the client is gone
     */
    public Watch watch(HttpServletRequest request, Runnable gone) {
        Socket socket = socket(request);
        if (socket == null || closed) {
            return NONE;
        }
        SocketWatch watch = new SocketWatch(socket, gone);
        waiting.add(watch);
        if (sleeping) {
            selector.wakeup();
        }
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection's socket, and whether what it carries is encrypted. */
    private record Socket(SocketChannel channel, boolean encrypted) {
        /** The next byte, or the header of a TLS record. */
        ByteBuffer first() {
            return ByteBuffer.allocate(encrypted ? RECORD_HEADER_BYTES : 1);
        }

        boolean isGoodbye(ByteBuffer first) {
            if (!encrypted || first.position() < RECORD_HEADER_BYTES) {
                return false;
            }
            byte type = first.get(0);
            short length = first.getShort(RECORD_HEADER_BYTES - Short.BYTES);
            return type == ALERT
                    || (type == APPLICATION_DATA && length <= ENCRYPTED_ALERT_BYTES_MAX);
        }
    }

    private static @Nullable Socket socket(HttpServletRequest request) {
        ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
        if (core == null) {
            return null;
        }
        ConnectionMetaData connection = core.getConnectionMetaData();
        if (connection.getHttpVersion().getVersion() > HttpVersion.HTTP_1_1.getVersion()) {
            return null;
        }
        Object transport = connection.getConnection().getEndPoint().getTransport();
        boolean encrypted = transport instanceof EndPoint;
        if (transport instanceof EndPoint below) {
            transport = below.getTransport();
        }
        return transport instanceof SocketChannel channel ? new Socket(channel, encrypted) : null;
    }

    private void run() {
        while (!closed) {
            try {
                select();
                armDue();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.atError().setCause(e).log("client watch failed");
            }
        }
    }

    private void select() throws IOException {
        if (waiting.isEmpty()) {
            sleeping = true;
            // A request that was queued before it could see the flag must not wait for a wake-up.
            if (waiting.isEmpty()) {
                selector.select(this::ready);
            } else {
                selector.selectNow(this::ready);
            }
            sleeping = false;
        } else {
            selector.select(this::ready, TICK_MILLIS);
        }
    }

    private void ready(SelectionKey key) {
        ((SocketWatch) key.attachment()).look();
    }

    private void armDue() throws IOException {
        long now = System.nanoTime();
        SocketWatch first = waiting.peek();
        while (first != null && (first.over || now - first.due >= 0)) {
            waiting.remove();
            first.arm();
            first = waiting.peek();
        }
    }

    /** One request's watch; its lock decides who may touch the socket. */
    private final class SocketWatch implements Watch {
        private final Socket socket;
        private final Runnable gone;
        private final long due = System.nanoTime() + ARM_AFTER.toNanos();
        private @Nullable SelectionKey key;
        private volatile boolean over;
        private boolean bytesLost;

        SocketWatch(Socket socket, Runnable gone) {
            this.socket = socket;
            this.gone = gone;
        }

        /** On the watching thread. */
        private synchronized void arm() throws IOException {
            if (over) {
                return;
            }
            try {
                key = register();
            } catch (ClosedChannelException e) {
                leave();
            }
        }

        private SelectionKey register() throws IOException {
            try {
                return socket.channel().register(selector, SelectionKey.OP_READ, this);
            } catch (CancelledKeyException e) {
                // The watch of this connection's previous request is not yet cleared away.
                selector.selectNow(ClientWatch.this::ready);
                return socket.channel().register(selector, SelectionKey.OP_READ, this);
            }
        }

        /** On the watching thread: the socket has bytes, or its end, or an error. */
        private synchronized void look() {
            if (over) {
                return;
            }
            try {
                ByteBuffer first = socket.first();
                int count = socket.channel().read(first);
                bytesLost |= count > 0;
                if (count < 0 || socket.isGoodbye(first)) {
                    leave();
                } else if (count > 0) {
                    stop();
                }
            } catch (IOException e) {
                leave();
            }
        }

        private void leave() {
            stop();
            Thread.ofVirtual().name("client-gone").start(gone);
        }

        private void stop() {
            over = true;
            if (key != null) {
                key.cancel();
            }
        }

        @Override
        public synchronized boolean end() {
            if (!over) {
                stop();
                if (key != null) {
                    // A closed socket stays open in the kernel until the key is cleared away.
                    selector.wakeup();
                }
            }
            return !bytesLost;
        }
    }
}
