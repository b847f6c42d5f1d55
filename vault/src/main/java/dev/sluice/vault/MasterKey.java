package dev.sluice.vault;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The deployment's key of 32 bytes, from which every tenant's wrapping key is derived. Alone it
 * opens nothing: a data key is wrapped by a {@link KeyWrapper} as well.
 */
public final class MasterKey implements AutoCloseable {
    private static final byte[] INFO =
            "factory-lakehouse-credentials-v1".getBytes(StandardCharsets.US_ASCII);

    private final Secret key;
    private final String name;

    private MasterKey(Secret key) {
        this.key = key;
        this.name = KeyName.textOf(key.reveal());
    }

    /**
     * The key whose base64 text this is; the text is closed.
     *
     * @param source names the text in messages, for example {@code WAREHOUSE_MASTER_KEY}
     * @throws dev.sluice.core.SluiceException {@code CONFIG_INVALID} when it is not base64 or not
     *     exactly 32 bytes; the message does not quote it
     */
    public static MasterKey ofBase64(String source, Secret text) {
        try (text) {
            return new MasterKey(KeyText.decode(source, text.reveal()));
        }
    }

    /**
     * The key in a file of base64 text, which is made with mode 0600 and a random key when there is
     * none.
     *
     * @throws dev.sluice.core.SluiceException {@code CONFIG_INVALID} when the file cannot be read
     *     or written, is open to other users, or holds no key
     */
    public static MasterKey ofFile(Path file) {
        return new MasterKey(KeyFile.readOrCreate(file));
    }

    /**
     * {@code HKDF-SHA256(master, salt = the tenant's id in UTF-8, info =
     * "factory-lakehouse-credentials-v1", 32 bytes)} (RFC 5869).
     */
    public Secret tenantKey(TenantId tenant) {
        byte[] salt = tenant.value().getBytes(StandardCharsets.UTF_8);
        return Secret.takingOver(Hkdf.derive(key.reveal(), salt, INFO, Aes.KEY_BYTES));
    }

    /** Tells this master key from another; 16 hexadecimal digits that say nothing about it. */
    public String name() {
        return name;
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "MasterKey[" + name + "]";
    }
}
