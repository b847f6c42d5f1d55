package dev.sluice.connector.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;

/** A connection that stands: bytes both ways, over whatever carries them. */
interface Line extends Closeable {
    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    /** Tells the other side that nothing more comes, and goes on reading. */
    void finishOutput() throws IOException;

    /**
     * How long a read waits before it throws {@code SocketTimeoutException}.
     *
     * @param millis 0 for ever
     */
    void silenceMillis(int millis) throws IOException;

    /** The other side of what carries the bytes, which for a tunnel is its target. */
    SocketAddress remote();
}
