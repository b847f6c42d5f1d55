package dev.sluice.server.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a tar stream one after the other: directories, files and symbolic links in
 * the ustar format (POSIX.1-1988) with GNU's long names. Anything else is refused.
 */
final class TarEntries {
    private static final int BLOCK_BYTES = 512;
    private static final int LONG_NAME_BYTES_MAX = 4096;

    private final InputStream in;
    private long unread;

    TarEntries(InputStream in) {
        this.in = in;
    }

    /** What an entry is. */
    enum Kind {
        DIRECTORY,
        FILE,
        LINK
    }

    /**
     * One entry.
     *
     * @param size the content's bytes
     * @param linkName where a link leads, empty for others
     */
    record Entry(String name, Kind kind, long size, String linkName, boolean executable) {}

    /** The next entry, null at the end. What is left of the last one's content is skipped. */
    @Nullable Entry next() throws IOException {
        in.skipNBytes(unread);
        unread = 0;
        String longName = null;
        String longLink = null;
        while (true) {
            byte[] header = in.readNBytes(BLOCK_BYTES);
            if (header.length == 0 || isZero(header)) {
                return null;
            }
            check(header);
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            switch (type) {
                case 'L' -> longName = longName(size);
                case 'K' -> longLink = longName(size);
                default -> {
                    return entry(header, type, size, longName, longLink);
                }
            }
        }
    }

    /** Copies the content of the entry that {@link #next} just gave. */
    void copyContent(Entry entry, OutputStream out) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = entry.size(); left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the archive ends in " + entry.name());
            }
            out.write(buffer, 0, read);
            left -= read;
            unread -= read;
        }
    }

    private Entry entry(
            byte[] header,
            char type,
            long size,
            @Nullable String longName,
            @Nullable String longLink)
            throws IOException {
        String prefix = text(header, 345, 155);
        String shortName = text(header, 0, 100);
        String name = longName != null ? longName : shortName;
        if (longName == null && !prefix.isEmpty() && text(header, 257, 6).equals("ustar")) {
            name = prefix + "/" + shortName;
        }
        Kind kind =
                switch (type) {
                    case '0', '\0' -> Kind.FILE;
                    case '2' -> Kind.LINK;
                    case '5' -> Kind.DIRECTORY;
                    default -> throw new IOException("unexpected kind of entry " + name);
                };
        unread = padded(size);
        String link = longLink != null ? longLink : text(header, 157, 100);
        return new Entry(name, kind, size, link, (octal(header, 100, 8) & 0100) != 0);
    }

    private String longName(long size) throws IOException {
        if (size > LONG_NAME_BYTES_MAX) {
            throw new IOException("a name of " + size + " bytes");
        }
        byte[] name = in.readNBytes((int) padded(size));
        return text(name, 0, (int) size);
    }

    private static long padded(long size) {
        return (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** The checksum is the sum of the header's bytes with blanks in its own place. */
    private static void check(byte[] header) throws IOException {
        if (header.length < BLOCK_BYTES) {
            throw new EOFException("the archive ends in a header");
        }
        long sum = 0;
        for (int i = 0; i < BLOCK_BYTES; i++) {
            sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(header[i]);
        }
        if (sum != octal(header, 148, 8)) {
            throw new IOException("a header's checksum is wrong");
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < Math.min(offset + length, block.length) && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] block, int offset, int length) throws IOException {
        String digits = text(block, offset, length).strip();
        try {
            long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (value < 0) {
                throw new IOException("a negative number in a header");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IOException("no octal number in a header", e);
        }
    }
}
