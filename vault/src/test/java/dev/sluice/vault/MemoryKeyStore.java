package dev.sluice.vault;

import dev.sluice.core.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    @Override
    public synchronized List<StoredKey> all() {
        List<StoredKey> all = new ArrayList<>();
        Map<TenantId, Map<Integer, WrappedKey>> sorted =
                new TreeMap<>(Comparator.comparing(TenantId::value));
        sorted.putAll(keys);
        sorted.forEach((tenant, versions) ->
                new TreeMap<>(versions)
                        .values()
                        .forEach(key -> all.add(new StoredKey(tenant, key))));
        return all;
    }

    @Override
    public synchronized boolean replace(TenantId tenant, WrappedKey before, WrappedKey after) {
        Map<Integer, WrappedKey> versions = keys.getOrDefault(tenant, Map.of());
        WrappedKey found = versions.get(before.version());
        if (found == null || !Arrays.equals(found.wrapped(), before.wrapped())) {
            return false;
        }
        versions.put(after.version(), after);
        return true;
    }
}
