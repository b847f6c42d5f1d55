package dev.sluice.vault;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore.WrappedKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Seals and opens a tenant's secrets. A sealed value opens only under the same tenant and cell, and
 * only as it was written: AES-256-GCM whose associated data is the header, the tenant and the cell.
 *
 * <pre>format (1) | data key version (4) | data key name (8) | nonce (12) | ciphertext | tag (16)
 * </pre>
 *
 * <p>The nonce is random, so a data key is good for 2³² values (NIST SP 800-38D section 8.3). Safe
 * for use by several threads.
 */
public final class Vault implements AutoCloseable {
    /** The most bytes that one secret may have. */
    public static final int SECRET_BYTES_MAX = 1 << 20;

    private static final byte FORMAT = 1;
    private static final int FIRST_VERSION = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES + KeyName.BYTES;
    private static final int SEALED_BYTES_MAX =
            HEADER_BYTES + Aes.OVERHEAD_BYTES + SECRET_BYTES_MAX;

    private final KeyRing ring;
    private final DataKeyStore store;
    private final DataKeys dataKeys;
    private final Map<KeyOf, DataKey> opened = new ConcurrentHashMap<>();
    private final Map<TenantId, DataKey> current = new ConcurrentHashMap<>();

    /** Held for writing by {@link #close} alone: a key must not be zeroed while it is used. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    private boolean closed;

    /** Takes the ring over: closing the vault closes it. */
    public Vault(KeyRing ring, DataKeyStore store) {
        this.ring = ring;
        this.store = store;
        this.dataKeys = new DataKeys(ring);
    }

    /** Wraps the stored data keys anew under the ring's current keys, while the vault is in use. */
    public KeyRotation rotation() {
        return new KeyRotation(ring, store);
    }

    /**
     * The sealed form of a secret, which stays open.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} above {@link #SECRET_BYTES_MAX}; {@code
     *     CONFIG_INVALID} when the tenant's data key was made under other keys
     */
    public byte[] seal(TenantId tenant, Cell cell, Secret secret) {
        byte[] plain = secret.reveal();
        if (plain.length > SECRET_BYTES_MAX) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "A secret may have at most " + SECRET_BYTES_MAX + " bytes.");
        }
        closing.readLock().lock();
        try {
            checkOpen();
            DataKey key = currentKey(tenant);
            byte[] header = key.header;
            byte[] context = Context.ofCell(header, tenant, cell);
            byte[] body = Aes.encrypt(key.secret.reveal(), plain, context);
            return ByteBuffer.allocate(header.length + body.length).put(header).put(body).array();
        } finally {
            closing.readLock().unlock();
        }
    }

    /**
     * The secret that was sealed for this tenant and cell; the caller closes it.
     *
     * @throws SluiceException {@code SEAL_BROKEN}, always with the same message, for anything else;
     *     {@code CONFIG_INVALID} when the tenant's data key was made under other keys
     */
    public Secret open(TenantId tenant, Cell cell, byte[] sealed) {
        if (sealed.length < HEADER_BYTES + Aes.OVERHEAD_BYTES
                || sealed.length > SEALED_BYTES_MAX
                || sealed[0] != FORMAT) {
            throw sealBroken();
        }
        byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
        int version = ByteBuffer.wrap(header).getInt(1);
        closing.readLock().lock();
        try {
            checkOpen();
            DataKey key = key(tenant, version);
            if (!Arrays.equals(header, key.header)) {
                throw sealBroken();
            }
            byte[] context = Context.ofCell(header, tenant, cell);
            return Secret.takingOver(
                    Aes.decrypt(key.secret.reveal(), sealed, HEADER_BYTES, context));
        } catch (Aes.BrokenSeal _) {
            throw sealBroken();
        } finally {
            closing.readLock().unlock();
        }
    }

    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            closed = true;
            opened.values().forEach(key -> key.secret.close());
            opened.clear();
            current.clear();
            ring.close();
        } finally {
            closing.writeLock().unlock();
        }
    }

    /** The one answer to whatever does not open, here and in key wrappers. */
    public static SluiceException sealBroken() {
        return new SluiceException(
                ReasonCode.SEAL_BROKEN,
                "A stored secret cannot be opened: it was changed, or it belongs elsewhere.");
    }

    private DataKey currentKey(TenantId tenant) {
        DataKey known = current.get(tenant);
        if (known != null) {
            return known;
        }
        if (store.newest(tenant).isEmpty()) {
            store.insertIfAbsent(tenant, dataKeys.create(tenant, FIRST_VERSION));
        }
        // Another node may have inserted first: what stands in the store counts.
        DataKey key =
                store.newest(tenant)
                        .map(newest -> unwrap(tenant, newest))
                        .orElseThrow(() -> new IllegalStateException("a data key was not kept"));
        current.put(tenant, key);
        return key;
    }

    private DataKey key(TenantId tenant, int version) {
        DataKey known = opened.get(new KeyOf(tenant, version));
        if (known != null) {
            return known;
        }
        if (version < FIRST_VERSION) {
            throw sealBroken();
        }
        return store.find(tenant, version)
                .map(found -> unwrap(tenant, found))
                .orElseThrow(Vault::sealBroken);
    }

    private DataKey unwrap(TenantId tenant, WrappedKey wrapped) {
        KeyOf of = new KeyOf(tenant, wrapped.version());
        DataKey known = opened.get(of);
        if (known != null) {
            return known;
        }
        DataKey fresh = new DataKey(wrapped.version(), dataKeys.open(tenant, wrapped));
        DataKey winner = opened.putIfAbsent(of, fresh);
        if (winner == null) {
            return fresh;
        }
        fresh.secret.close();
        return winner;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the vault is closed");
        }
    }

    private record KeyOf(TenantId tenant, int version) {}

    /** An unwrapped data key, and the header of what is sealed under it. */
    private static final class DataKey {
        private final Secret secret;
        private final byte[] header;

        DataKey(int version, Secret secret) {
            this.secret = secret;
            this.header =
                    ByteBuffer.allocate(HEADER_BYTES)
                            .put(FORMAT)
                            .putInt(version)
                            .put(KeyName.of(secret.reveal()))
                            .array();
        }
    }
}
