package dev.sluice.vault;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names a key without saying anything about it: eight bytes derived from it for this purpose alone.
 */
final class KeyName {
    static final int BYTES = 8;

    private static final byte[] INFO = "sluice-key-name-v1".getBytes(StandardCharsets.US_ASCII);

    private KeyName() {}

    static byte[] of(byte[] key) {
        return Hkdf.derive(key, new byte[0], INFO, BYTES);
    }

    static String textOf(byte[] key) {
        return HexFormat.of().formatHex(of(key));
    }
}
