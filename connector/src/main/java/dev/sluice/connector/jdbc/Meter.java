package dev.sluice.connector.jdbc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what one query may make us receive. The driver holds a whole answer in memory and counts
 * only the values it keeps; this counts every byte on the wire, NULLs and row headers included, so
 * that memory stays within a small multiple of the bound whatever the answer looks like. Before the
 * first query a server may send what a login takes, and no more: it has not proven itself yet.
 */
public final class Meter {
    /** Handshakes, certificates and a server's settings are some kilobytes. */
    static final long LOGIN_BYTES_MAX = 1 << 20;

    private volatile long left = LOGIN_BYTES_MAX;
    private volatile boolean exceeded;

    /** Starts over with this many bytes. */
    public void allow(long bytes) {
        left = bytes;
        exceeded = false;
    }

    public boolean exceeded() {
        return exceeded;
    }

    /** The same stream, which fails once the bytes are used up. */
    public InputStream counting(InputStream source) {
        return new FilterInputStream(source) {
            @Override
            public int read() throws IOException {
                int value = super.read();
                count(value < 0 ? 0 : 1);
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                count(Math.max(read, 0));
                return read;
            }
        };
    }

    // Only the thread that runs the query reads, so the subtraction needs no lock.
    private void count(int bytes) throws IOException {
        long rest = left - bytes;
        left = rest;
        if (rest < 0) {
            exceeded = true;
            throw new IOException("the answer is larger than an answer may be");
        }
    }
}
