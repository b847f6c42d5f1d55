package dev.sluice.server.control;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body can be read up to a limit, whatever its length was announced to be. */
final class BoundedRequest extends HttpServletRequestWrapper {
    /**
     * What is read and thrown away of a body that is too large. A connection that is closed on
     * bytes still under way is reset, and the client never sees the answer.
     */
    static final int DISCARDED_BYTES_MAX = 4 << 20;

    private final int bytesMax;
    private @Nullable ServletInputStream body;

    BoundedRequest(HttpServletRequest request, int bytesMax) {
        super(request);
        this.bytesMax = bytesMax;
    }

    /** The body goes on beyond the limit. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("the request's body is too large");
        }
    }

    /** Reads the rest of a body that nobody wants, within bounds. */
    static void discard(InputStream body) throws IOException {
        byte[] discarded = new byte[8192];
        int left = DISCARDED_BYTES_MAX;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = body.read(discarded);
            left -= read;
        }
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (body == null) {
            body = new Bounded(super.getInputStream(), bytesMax);
        }
        return body;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Bounded extends ServletInputStream {
        private final ServletInputStream source;
        private long left;

        Bounded(ServletInputStream source, int bytesMax) {
            this.source = source;
            this.left = bytesMax;
        }

        @Override
        public int read() throws IOException {
            int read = source.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = source.read(target, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                discard(source);
                throw new TooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return source.isFinished();
        }

        @Override
        public boolean isReady() {
            return source.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            source.setReadListener(listener);
        }
    }
}
