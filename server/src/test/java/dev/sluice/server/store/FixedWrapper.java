package dev.sluice.server.store;

import dev.sluice.vault.KeyWrapper;

/** A wrapper that keeps nothing secret, for tests that do not look at sealed values. */
final class FixedWrapper implements KeyWrapper {
    @Override
    public String id() {
        return "fixed";
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        return key.clone();
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        return wrapped.clone();
    }

    @Override
    public void close() {}
}
