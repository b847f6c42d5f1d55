package dev.sluice.vault;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore.WrappedKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes, wraps and unwraps data keys. A wrapped key is
 *
 * <pre>format (1) | length of both names (1) | master key's name | '/' | wrapper's id | wrapped
 * </pre>
 *
 * where the innermost bytes are the data key encrypted under the tenant's derived key.
 */
final class DataKeys {
    private static final byte FORMAT = 1;
    private static final int WRAPPED_BYTES_MAX =
            2 + 255 + Aes.KEY_BYTES + Aes.OVERHEAD_BYTES + KeyWrapper.OVERHEAD_BYTES_MAX;

    private final KeyRing ring;

    DataKeys(KeyRing ring) {
        this.ring = ring;
    }

    WrappedKey create(TenantId tenant, int version) {
        try (Secret key = Secret.takingOver(Aes.randomKey())) {
            return wrap(tenant, version, key);
        }
    }

    /** Wraps under the ring's current keys; the key stays open. */
    WrappedKey wrap(TenantId tenant, int version, Secret key) {
        try (Secret tenantKey = ring.master().tenantKey(tenant)) {
            byte[] inner =
                    Aes.encrypt(
                            tenantKey.reveal(),
                            key.reveal(),
                            Context.ofDataKey("data-key", tenant, version));
            byte[] outer =
                    ring.wrapper().wrap(inner, Context.ofDataKey("wrapped-key", tenant, version));
            byte[] names = ring.current().bytes();
            ByteBuffer wrapped = ByteBuffer.allocate(2 + names.length + outer.length);
            wrapped.put(FORMAT).put((byte) names.length).put(names).put(outer);
            return new WrappedKey(version, wrapped.array());
        }
    }

    Secret open(TenantId tenant, WrappedKey wrapped) {
        Parts parts = parts(wrapped.wrapped());
        KeyRing.Pair keys = ring.pair(tenant, parts.names());
        int version = wrapped.version();
        byte[] inner =
                keys.wrapper()
                        .unwrap(parts.outer(), Context.ofDataKey("wrapped-key", tenant, version));
        try (Secret tenantKey = keys.master().tenantKey(tenant)) {
            byte[] key =
                    Aes.decrypt(
                            tenantKey.reveal(),
                            inner,
                            0,
                            Context.ofDataKey("data-key", tenant, version));
            if (key.length != Aes.KEY_BYTES) {
                Arrays.fill(key, (byte) 0);
                throw Vault.sealBroken();
            }
            return Secret.takingOver(key);
        } catch (Aes.BrokenSeal _) {
            throw Vault.sealBroken();
        }
    }

    /** What the key is wrapped under, which is not authenticated before it is opened. */
    static KeyNames names(WrappedKey wrapped) {
        return parts(wrapped.wrapped()).names();
    }

    @SuppressWarnings("ArrayRecordComponent") // goes no further than this class
    private record Parts(KeyNames names, byte[] outer) {}

    private static Parts parts(byte[] wrapped) {
        if (wrapped.length > WRAPPED_BYTES_MAX) {
            throw Vault.sealBroken();
        }
        ByteBuffer buffer = ByteBuffer.wrap(wrapped);
        try {
            if (buffer.get() != FORMAT) {
                throw Vault.sealBroken();
            }
            byte[] names = new byte[Byte.toUnsignedInt(buffer.get())];
            buffer.get(names);
            byte[] outer = new byte[buffer.remaining()];
            buffer.get(outer);
            return new Parts(KeyNames.of(names), outer);
        } catch (BufferUnderflowException _) {
            throw Vault.sealBroken();
        }
    }
}
