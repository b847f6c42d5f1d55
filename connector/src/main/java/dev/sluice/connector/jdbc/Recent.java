package dev.sluice.connector.jdbc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was learned recently: at most so many, the least recently asked for go first, and
 * none for longer than the age. Safe for use by several threads.
 */
public final class Recent<K, V> {
    private final Duration ageMax;
    private final Map<K, Known<V>> entries;

    private record Known<V>(V value, long at) {}

    public Recent(int max, Duration ageMax) {
        this.ageMax = ageMax;
        this.entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, Known<V>> eldest) {
                        return size() > max;
                    }
                };
    }

    public synchronized @Nullable V get(K key) {
        Known<V> entry = entries.get(key);
        return entry != null && System.nanoTime() - entry.at() < ageMax.toNanos()
                ? entry.value()
                : null;
    }

    public synchronized void put(K key, V value) {
        entries.put(key, new Known<>(value, System.nanoTime()));
    }
}
