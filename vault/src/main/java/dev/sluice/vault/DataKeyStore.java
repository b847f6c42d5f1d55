package dev.sluice.vault;

import dev.sluice.core.TenantId;
import java.util.Optional;

/** Keeps tenants' wrapped data keys. What it is given it gives back byte for byte. */
public interface DataKeyStore {
    /** One wrapped data key. Versions count from 1. */
    @SuppressWarnings("ArrayRecordComponent") // opaque bytes, handed from the store to the vault
    record WrappedKey(int version, byte[] wrapped) {}

    Optional<WrappedKey> find(TenantId tenant, int version);

    /** The one with the highest version. */
    Optional<WrappedKey> newest(TenantId tenant);

    /** Keeps the key, unless the tenant has one of this version already. */
    void insertIfAbsent(TenantId tenant, WrappedKey key);
}
