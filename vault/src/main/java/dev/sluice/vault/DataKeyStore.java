package dev.sluice.vault;

import dev.sluice.core.TenantId;
import java.util.List;
import java.util.Optional;

/** Keeps tenants' wrapped data keys. What it is given it gives back byte for byte. */
public interface DataKeyStore {
    /** One wrapped data key. Versions count from 1. */
    @SuppressWarnings("ArrayRecordComponent") // opaque bytes, handed from the store to the vault
    record WrappedKey(int version, byte[] wrapped) {}

    /** A wrapped data key and whose it is. */
    record StoredKey(TenantId tenant, WrappedKey key) {}

    Optional<WrappedKey> find(TenantId tenant, int version);

    /** The one with the highest version. */
    Optional<WrappedKey> newest(TenantId tenant);

    /** Keeps the key, unless the tenant has one of this version already. */
    void insertIfAbsent(TenantId tenant, WrappedKey key);

    /** All of them, by tenant and version. */
    List<StoredKey> all();

    /**
     * Puts one in the place of another of the same version, durably.
     *
     * @return false when what stands there is not {@code before}, byte for byte
     */
    boolean replace(TenantId tenant, WrappedKey before, WrappedKey after);
}
