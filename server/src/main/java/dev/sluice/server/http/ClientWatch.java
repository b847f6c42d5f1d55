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
 * ends, and {@link Watch#close} says that the answer must close the connection. Only plain HTTP/1.x
 * connections are watched.
 */
public final class ClientWatch implements AutoCloseable {
    /** Requests shorter than this are never watched. */
    public static final Duration ARM_AFTER = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

    /** How often due requests are looked for; the most that arming can be late. */
    private static final long TICK_MILLIS = 20;

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
        SocketChannel channel = channel(request);
        if (channel == null || closed) {
            return NONE;
        }
        SocketWatch watch = new SocketWatch(channel, gone);
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

    private static @Nullable SocketChannel channel(HttpServletRequest request) {
        ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
        if (core == null) {
            return null;
        }
        ConnectionMetaData connection = core.getConnectionMetaData();
        boolean plain =
                !connection.isSecure()
                        && connection.getHttpVersion().getVersion()
                                <= HttpVersion.HTTP_1_1.getVersion();
        Object transport = connection.getConnection().getEndPoint().getTransport();
        return plain && transport instanceof SocketChannel channel ? channel : null;
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
        private final SocketChannel channel;
        private final Runnable gone;
        private final long due = System.nanoTime() + ARM_AFTER.toNanos();
        private @Nullable SelectionKey key;
        private volatile boolean over;
        private boolean bytesLost;

        SocketWatch(SocketChannel channel, Runnable gone) {
            this.channel = channel;
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
                return channel.register(selector, SelectionKey.OP_READ, this);
            } catch (CancelledKeyException e) {
                // The watch of this connection's previous request is not yet cleared away.
                selector.selectNow(ClientWatch.this::ready);
                return channel.register(selector, SelectionKey.OP_READ, this);
            }
        }

        /** On the watching thread: the socket has bytes, or its end, or an error. */
        private synchronized void look() {
            if (over) {
                return;
            }
            try {
                int count = channel.read(ByteBuffer.allocate(1));
                if (count > 0) {
                    bytesLost = true;
                    stop();
                } else if (count < 0) {
                    leave();
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
