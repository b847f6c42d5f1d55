package dev.sluice.core;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that must not be seen: zeroed when closed, never printed. Not safe for use by several
 * threads.
 *
 * <p>What the JVM copies while it collects garbage is out of reach; closing early keeps that window
 * short.
 */
public final class Secret implements AutoCloseable {
    private static final int UTF8_BYTES_PER_CHAR_MAX = 3;

    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: closing the secret zeroes it. */
    public static Secret takingOver(byte[] bytes) {
        return new Secret(bytes);
    }

    /** The UTF-8 form of these characters, which are zeroed. */
    public static Secret takingOver(char[] characters) {
        ByteBuffer encoded = ByteBuffer.allocate(characters.length * UTF8_BYTES_PER_CHAR_MAX);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(characters), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(characters, '\0');
        return new Secret(bytes);
    }

    /**
     * The bytes themselves, not a copy: the one place to search for when asking who sees a secret.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public byte[] reveal() {
        if (closed) {
            throw new IllegalStateException("the secret is closed");
        }
        return bytes;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}
