package dev.sluice.vault;

/**
 * Holds a key that is neither in the database nor in the environment and wraps tenants' data keys
 * with it: a local file, a cloud's key service. What it is given to wrap is encrypted already, so a
 * wrapper never sees a data key.
 *
 * <p>Safe for use by several threads.
 */
public interface KeyWrapper extends AutoCloseable {
    /** The most bytes that a wrapper's id may have; it is ASCII. */
    int ID_BYTES_MAX = 200;

    /** The most bytes that {@link #wrap} may add. */
    int OVERHEAD_BYTES_MAX = 4096;

    /**
     * Names the kind and the key, for example {@code local:1f2e…}; stored beside what it wrapped.
     */
    String id();

    /**
     * Encrypts, with authentication of both arguments.
     *
     * @param context what the key is for; unwrapping needs the same bytes
     */
    byte[] wrap(byte[] key, byte[] context);

    /**
     * The argument of the {@link #wrap} that gave this.
     *
     * @throws dev.sluice.core.SluiceException {@code SEAL_BROKEN} when it was changed or the
     *     context is another
     */
    byte[] unwrap(byte[] wrapped, byte[] context);

    @Override
    void close();
}
