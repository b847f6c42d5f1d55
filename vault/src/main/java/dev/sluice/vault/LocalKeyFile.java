package dev.sluice.vault;

import dev.sluice.core.Secret;
import java.nio.file.Path;

/**
 * Wraps with AES-256-GCM under a key in a local file (mode 0600, in a directory of mode 0700). The
 * file belongs on another backup than the database's.
 */
public final class LocalKeyFile implements KeyWrapper {
    private final Secret key;
    private final String id;

    private LocalKeyFile(Secret key) {
        this.key = key;
        this.id = "local:" + KeyName.textOf(key.reveal());
    }

    /**
     * Reads the file, or makes it with a random key when there is none.
     *
     * @throws dev.sluice.core.SluiceException {@code CONFIG_INVALID} when the file cannot be read
     *     or written, is open to other users, or holds no key
     */
    public static LocalKeyFile open(Path file) {
        return new LocalKeyFile(KeyFile.readOrCreate(file));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] plain, byte[] context) {
        return Aes.encrypt(key.reveal(), plain, context);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        try {
            return Aes.decrypt(key.reveal(), wrapped, 0, context);
        } catch (Aes.BrokenSeal _) {
            throw Vault.sealBroken();
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
