package dev.sluice.connector.duckdb.frame;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a pair of pipes, each behind its length in four bytes. Reading is for one thread,
 * writing for any. The pipe is the backpressure: who writes waits until the other has read.
 */
public final class Frames {
    /** The longest text of a query, and the largest row, with room to spare. */
    public static final int FRAME_BYTES_MAX = 16 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;

    public Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /**
     * The next message, null at the end.
     *
     * @throws IOException when the pipe breaks, or what comes out of it is no message
     */
    public @Nullable Message read() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length < 1 || length > FRAME_BYTES_MAX) {
            throw new IOException("no frame: " + length);
        }
        // Grows with what arrives, so that a length alone does not make us allocate.
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException();
        }
        return FrameCodec.decode(frame);
    }

    /**
     * Writes one message at once.
     *
     * @throws IOException when the other end is gone
     * @throws IllegalArgumentException when it is larger than {@link #FRAME_BYTES_MAX}
     */
    public void write(Message message) throws IOException {
        byte[] frame = FrameCodec.encode(message);
        if (frame.length > FRAME_BYTES_MAX) {
            throw new IllegalArgumentException("message of " + frame.length + " bytes");
        }
        synchronized (out) {
            out.writeInt(frame.length);
            out.write(frame);
            out.flush();
        }
    }
}
