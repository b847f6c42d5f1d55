package dev.sluice.vault;

import dev.sluice.core.TenantId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps wrapped keys as the database would. */
final class MemoryKeyStore implements DataKeyStore {
    final Map<TenantId, Map<Integer, WrappedKey>> keys = new HashMap<>();
    int lookups;

    @Override
    public synchronized Optional<WrappedKey> find(TenantId tenant, int version) {
        lookups++;
        return Optional.ofNullable(keys.getOrDefault(tenant, Map.of()).get(version));
    }

    @Override
    public synchronized Optional<WrappedKey> newest(TenantId tenant) {
        lookups++;
        return keys.getOrDefault(tenant, Map.of()).values().stream()
                .max(Comparator.comparingInt(WrappedKey::version));
    }

    @Override
    public synchronized void insertIfAbsent(TenantId tenant, WrappedKey key) {
        keys.computeIfAbsent(tenant, _ -> new HashMap<>()).putIfAbsent(key.version(), key);
    }
}
