package dev.sluice.server.mcp;

import dev.sluice.server.http.ReadTimeout;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a body within limits of size and time. */
final class RequestBody {
    /** From the first to the last byte of a body. */
    static final Duration TIME_MAX = Duration.ofSeconds(15);

    /**
     * What is read and thrown away of a refused body, so that the sender gets to see the answer.
     */
    static final long DRAINED_BYTES_MAX = 32L * 1024 * 1024;

    static final Duration DRAINED_TIME_MAX = Duration.ofSeconds(2);

    private static final int CHUNK_BYTES = 8 * 1024;

    /** What a body amounts to. */
    sealed interface Read {
        /** The bytes; the array is the reader's own. */
        final class Whole implements Read {
            private final byte[] bytes;

            Whole(byte[] bytes) {
                this.bytes = bytes;
            }

            byte[] bytes() {
                return bytes;
            }
        }

        record TooLarge() implements Read {}

        record TooSlow() implements Read {}
    }

    private RequestBody() {}

    /**
     * Reads a body whole.
     *
     * @param timeMax how long it may take, {@link #TIME_MAX} outside of tests
     */
    static Read read(HttpServletRequest request, Duration timeMax) throws IOException {
        long announced = request.getContentLengthLong();
        if (announced > MessageReader.BODY_BYTES_MAX) {
            return new Read.TooLarge();
        }
        InputStream in = request.getInputStream();
        if (announced >= 0 && in.available() >= announced) {
            return read(in, announced, timeMax);
        }
        try (ReadTimeout _ = new ReadTimeout(request, timeMax)) {
            return read(in, announced, timeMax);
        } catch (IOException e) {
            if (ReadTimeout.isCauseOf(e)) {
                return new Read.TooSlow();
            }
            throw e;
        }
    }

    private static Read read(InputStream in, long announced, Duration timeMax) throws IOException {
        long deadline = System.nanoTime() + timeMax.toNanos();
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(announced > 0 ? (int) announced : CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (body.size() + count > MessageReader.BODY_BYTES_MAX) {
                return new Read.TooLarge();
            }
            body.write(chunk, 0, count);
            if (System.nanoTime() - deadline > 0) {
                return new Read.TooSlow();
            }
        }
        return new Read.Whole(body.toByteArray());
    }

    /**
     * Takes in what is left after the answer was sent: closing a connection with unread bytes makes
     * the sender's system throw the answer away.
     */
    static void drain(HttpServletRequest request) {
        long deadline = System.nanoTime() + DRAINED_TIME_MAX.toNanos();
        byte[] chunk = new byte[CHUNK_BYTES];
        try {
            ServletInputStream in = request.getInputStream();
            long total = 0;
            int count = 0;
            while (count >= 0 && total < DRAINED_BYTES_MAX && System.nanoTime() - deadline < 0) {
                count = in.read(chunk);
                total += count;
            }
        } catch (IOException e) {
            // The sender has stopped; it has the answer or will not read it.
        }
    }
}
