package dev.sluice.guard;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The key of keyed hashes, padded as RFC 2104 wants it. The same key and value give the same mask,
 * so that masked columns can be joined; whoever has the key can look for values. It is bound when a
 * query runs and stands in no text.
 *
 * <p>Known limit: values are bound as text, so the key lives in three {@code String}s for as long
 * as the guard does.
 */
public final class MaskKey {
    /** The length of a key. */
    public static final int BYTES = 32;

    private static final int BLOCK_BYTES = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private @Nullable Padded padded;

    private MaskKey(@Nullable Padded padded) {
        this.padded = padded;
    }

    /** A key as the inner and the outer hash take it, and as it is. */
    private record Padded(String inner, String outer, String whole) {}

    /**
     * A key from {@value #BYTES} bytes, which stay the caller's to zero.
     *
     * @throws IllegalArgumentException for another length
     */
    public static MaskKey of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a mask key has " + BYTES + " bytes");
        }
        return new MaskKey(padded(key));
    }

    /**
     * A key that nobody keeps: for checks that run nothing. It is drawn when something is masked
     * with it, since a new process waits long for its first random number.
     */
    public static MaskKey random() {
        return new MaskKey(null);
    }

    private static Padded drawn() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        try {
            return padded(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static Padded padded(byte[] key) {
        return new Padded(padded(key, INNER), padded(key, OUTER), HexFormat.of().formatHex(key));
    }

    private static String padded(byte[] key, byte pad) {
        byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
        for (int i = 0; i < block.length; i++) {
            block[i] ^= pad;
        }
        try {
            return HexFormat.of().formatHex(block);
        } finally {
            Arrays.fill(block, (byte) 0);
        }
    }

    private synchronized Padded padded() {
        if (padded == null) {
            padded = drawn();
        }
        return padded;
    }

    /** As the inner hash takes it, in hexadecimal digits. */
    String inner() {
        return padded().inner();
    }

    String outer() {
        return padded().outer();
    }

    /** Without padding, for databases that have the keyed hash themselves. */
    String whole() {
        return padded().whole();
    }

    @Override
    public String toString() {
        return "MaskKey[redacted]";
    }
}
