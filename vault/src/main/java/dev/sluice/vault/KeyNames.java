package dev.sluice.vault;

import java.nio.charset.StandardCharsets;

/**
 * What a data key is wrapped under.
 *
 * @param master {@link MasterKey#name}
 * @param wrapper {@link KeyWrapper#id}
 */
public record KeyNames(String master, String wrapper) {
    byte[] bytes() {
        return (master + "/" + wrapper).getBytes(StandardCharsets.US_ASCII);
    }

    /** What {@link #bytes} gave; a master key's name has no slash, a wrapper's id may. */
    static KeyNames of(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int slash = text.indexOf('/');
        return slash < 0
                ? new KeyNames("", text)
                : new KeyNames(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return "master key " + master + ", wrapper " + wrapper;
    }
}
