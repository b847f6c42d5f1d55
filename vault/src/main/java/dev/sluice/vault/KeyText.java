package dev.sluice.vault;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.util.Arrays;
import java.util.Base64;

/** The base64 text of a key of exactly 32 bytes. */
final class KeyText {
    private KeyText() {}

    /** Takes the text over (it is zeroed); white space at its ends does not count. */
    static Secret decode(String source, byte[] text) {
        int start = 0;
        int end = text.length;
        while (start < end && text[start] <= ' ' && text[start] > 0) {
            start++;
        }
        while (end > start && text[end - 1] <= ' ' && text[end - 1] > 0) {
            end--;
        }
        byte[] trimmed = Arrays.copyOfRange(text, start, end);
        byte[] key = decodeBase64(source, trimmed);
        Arrays.fill(trimmed, (byte) 0);
        Arrays.fill(text, (byte) 0);
        if (key.length != Aes.KEY_BYTES) {
            Arrays.fill(key, (byte) 0);
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    source
                            + " must be the base64 text of exactly "
                            + Aes.KEY_BYTES
                            + " bytes; it has "
                            + key.length
                            + ". Make one with: openssl rand -base64 32");
        }
        return Secret.takingOver(key);
    }

    private static byte[] decodeBase64(String source, byte[] text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            // Not as a cause: its message quotes a character of the key.
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    source
                            + " is not base64 text (A-Z, a-z, 0-9, + and /). Make one with: openssl"
                            + " rand -base64 32");
        }
    }
}
