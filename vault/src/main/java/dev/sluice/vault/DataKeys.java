package dev.sluice.vault;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.vault.DataKeyStore.WrappedKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    private final MasterKey master;
    private final KeyWrapper wrapper;
    private final byte[] names;

    DataKeys(MasterKey master, KeyWrapper wrapper) {
        if (wrapper.id().length() > KeyWrapper.ID_BYTES_MAX) {
            throw new IllegalArgumentException("id is too long: " + wrapper.id());
        }
        this.master = master;
        this.wrapper = wrapper;
        this.names = (master.name() + "/" + wrapper.id()).getBytes(StandardCharsets.US_ASCII);
    }

    WrappedKey create(TenantId tenant, int version) {
        byte[] key = Aes.randomKey();
        try (Secret tenantKey = master.tenantKey(tenant)) {
            byte[] inner =
                    Aes.encrypt(
                            tenantKey.reveal(),
                            key,
                            Context.ofDataKey("data-key", tenant, version));
            byte[] outer = wrapper.wrap(inner, Context.ofDataKey("wrapped-key", tenant, version));
            ByteBuffer wrapped = ByteBuffer.allocate(2 + names.length + outer.length);
            wrapped.put(FORMAT).put((byte) names.length).put(names).put(outer);
            return new WrappedKey(version, wrapped.array());
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    Secret open(TenantId tenant, WrappedKey wrapped) {
        byte[] outer = withoutNames(tenant, wrapped.wrapped());
        int version = wrapped.version();
        byte[] inner = wrapper.unwrap(outer, Context.ofDataKey("wrapped-key", tenant, version));
        try (Secret tenantKey = master.tenantKey(tenant)) {
            byte[] key =
                    Aes.decrypt(
                            tenantKey.reveal(),
                            inner,
                            0,
                            Context.ofDataKey("data-key", tenant, version));
            if (key.length != Aes.KEY_BYTES) {
                throw Vault.sealBroken();
            }
            return Secret.takingOver(key);
        } catch (Aes.BrokenSeal _) {
            throw Vault.sealBroken();
        }
    }

    private byte[] withoutNames(TenantId tenant, byte[] wrapped) {
        if (wrapped.length > WRAPPED_BYTES_MAX) {
            throw Vault.sealBroken();
        }
        ByteBuffer buffer = ByteBuffer.wrap(wrapped);
        byte[] found;
        try {
            if (buffer.get() != FORMAT) {
                throw Vault.sealBroken();
            }
            found = new byte[Byte.toUnsignedInt(buffer.get())];
            buffer.get(found);
        } catch (BufferUnderflowException _) {
            throw Vault.sealBroken();
        }
        if (!Arrays.equals(found, names)) {
            throw madeUnderOtherKeys(tenant);
        }
        byte[] outer = new byte[buffer.remaining()];
        buffer.get(outer);
        return outer;
    }

    /** The usual cause is a lost or exchanged key, so this names what is configured now. */
    private SluiceException madeUnderOtherKeys(TenantId tenant) {
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                "The data key of tenant "
                        + tenant
                        + " was wrapped under another master key or key wrapper than the ones"
                        + " configured now (master key "
                        + master.name()
                        + ", wrapper "
                        + wrapper.id()
                        + "). Restore the keys that this data was made with.");
    }
}
