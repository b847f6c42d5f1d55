package dev.sluice.connector.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.common.channel.ChannelPipedInputStream;

/**
 * A connection that an SSH server made for us (RFC 4254 section 7.2). It exists in this process
 * alone: there is no port on this machine that somebody else could connect to.
 */
final class ChannelLine implements Line {
    private final ChannelDirectTcpip channel;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ChannelPipedInputStream received;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();
    private volatile int silenceMillis;

    /**
     * @param channel open
     * @param onClose runs once
     */
    ChannelLine(ChannelDirectTcpip channel, Runnable onClose) {
        this.channel = channel;
        this.onClose = onClose;
        this.received = (ChannelPipedInputStream) channel.getInvertedOut();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void finishOutput() throws IOException {
        channel.getInvertedIn().close();
    }

    @Override
    public void silenceMillis(int millis) {
        silenceMillis = millis;
        received.setTimeout(millis);
    }

    /** Unresolved: what the name means, the SSH server knows. */
    @Override
    public SocketAddress remote() {
        return InetSocketAddress.createUnresolved(
                channel.getRemoteSocketAddress().getHostName(),
                channel.getRemoteSocketAddress().getPort());
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
            received.close(); // wakes who reads
            channel.close(false);
        }
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int patience = silenceMillis;
            long start = System.nanoTime();
            try {
                return received.read(bytes, from, length);
            } catch (SocketException e) {
                // The library has no type of its own for a silence that was too long.
                long waited = (System.nanoTime() - start) / 1_000_000;
                if (patience > 0 && waited >= patience && channel.isOpen()) {
                    throw new SocketTimeoutException("nothing came in " + patience + " ms");
                }
                throw e;
            }
        }

        @Override
        public int available() throws IOException {
            return Math.max(0, received.available());
        }

        @Override
        public void close() throws IOException {
            ChannelLine.this.close();
        }
    }

    /** Sends at once what is written, as a socket does; TLS on top counts on it. */
    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            OutputStream out = channel.getInvertedIn();
            out.write(bytes, from, length);
            out.flush();
        }

        @Override
        public void close() throws IOException {
            ChannelLine.this.close();
        }
    }
}
