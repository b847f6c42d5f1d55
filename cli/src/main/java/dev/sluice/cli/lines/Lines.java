package dev.sluice.cli.lines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a stream line by line; a line that is too long is skipped, not kept. */
public final class Lines {
    private final InputStream in;
    private final int bytesMax;

    /**
     * @param bytesMax the longest line that is kept
     */
    public Lines(InputStream in, int bytesMax) {
        this.in = new BufferedInputStream(in);
        this.bytesMax = bytesMax;
    }

    /** One line without its end, or the fact that it was too long. */
    public sealed interface Line {
        /** A line within the limit. */
        final class Text implements Line {
            private final byte[] bytes;

            private Text(byte[] bytes) {
                this.bytes = bytes;
            }

            public byte[] bytes() {
                return bytes;
            }

            public boolean isBlank() {
                for (byte b : bytes) {
                    if (b != ' ' && b != '\t' && b != '\r') {
                        return false;
                    }
                }
                return true;
            }
        }

        /** A line beyond the limit; it was read to its end and thrown away. */
        record TooLong(int bytesMax) implements Line {}
    }

    /** The next line, empty at the end of the stream. */
    public Optional<Line> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() < bytesMax) {
                line.write(b);
            } else {
                tooLong = true;
            }
        }
        return Optional.of(
                tooLong ? new Line.TooLong(bytesMax) : new Line.Text(line.toByteArray()));
    }
}
