package dev.sluice.connector.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A socket for drivers that goes the way of its route, whatever host it is told. Of the options
 * that drivers set, the read timeout counts; the others are the route's own.
 */
final class RouteSocket extends Socket {
    /** For a driver that sets no limit of its own. */
    static final Duration PATIENCE_DEFAULT = Duration.ofSeconds(10);

    private final Path path;
    private volatile @Nullable Line line;
    private volatile boolean closed;
    private volatile int silenceMillis;

    RouteSocket(Path path) {
        this.path = path;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (closed || line != null) {
            throw new SocketException(closed ? "closed" : "already connected");
        }
        if (!(endpoint instanceof InetSocketAddress address)) {
            throw new SocketException("not an address of the internet protocol");
        }
        Duration patience = timeoutMillis > 0 ? Duration.ofMillis(timeoutMillis) : PATIENCE_DEFAULT;
        Line opened = path.open(address.getPort(), patience);
        opened.silenceMillis(silenceMillis);
        line = opened;
        if (closed) {
            opened.close();
            throw new SocketException("closed");
        }
    }

    private Line line() throws SocketException {
        Line current = line;
        if (closed || current == null) {
            throw new SocketException(closed ? "closed" : "not connected");
        }
        return current;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return line().input();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return line().output();
    }

    @Override
    public void shutdownOutput() throws IOException {
        line().finishOutput();
    }

    @Override
    public void shutdownInput() {
        // What still comes is not read.
    }

    @Override
    public void close() throws IOException {
        closed = true;
        super.close();
        Line current = line;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        silenceMillis = millis;
        Line current = line;
        if (current != null) {
            try {
                current.silenceMillis(millis);
            } catch (SocketException e) {
                throw e;
            } catch (IOException e) {
                throw new SocketException("the timeout cannot be set", e);
            }
        }
    }

    @Override
    public int getSoTimeout() {
        return silenceMillis;
    }

    @Override
    public boolean isConnected() {
        return line != null;
    }

    @Override
    public boolean isBound() {
        return line != null;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        Line current = line;
        return current == null ? null : current.remote();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : null;
    }

    @Override
    public int getPort() {
        return getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setReuseAddress(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public void setTrafficClass(int trafficClass) {}

    @Override
    public String toString() {
        return "RouteSocket";
    }
}
