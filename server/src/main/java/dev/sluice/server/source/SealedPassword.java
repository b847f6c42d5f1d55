package dev.sluice.server.source;

/** A password as the vault sealed it. */
public final class SealedPassword {
    private final byte[] bytes;

    SealedPassword(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
