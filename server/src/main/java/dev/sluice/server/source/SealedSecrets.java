package dev.sluice.server.source;

/** A connection's secrets as the vault sealed them. */
public final class SealedSecrets {
    private final byte[] bytes;

    SealedSecrets(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
