package dev.sluice.guard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out before, within bounds: beyond them, what was not asked for longest goes
 * first. Safe for use by several threads.
 */
final class Kept<K, V> {
    private final int entriesMax;
    private final long charactersMax;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    private record Entry<V>(V value, int characters) {}

    /**
     * With these bounds.
     *
     * @param charactersMax of all entries together, in UTF-16 units
     */
    Kept(int entriesMax, long charactersMax) {
        this.entriesMax = entriesMax;
        this.charactersMax = charactersMax;
    }

    synchronized @Nullable V get(K key) {
        Entry<V> entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Takes the place of what the key had. */
    synchronized void put(K key, V value, int size) {
        Entry<V> before = entries.put(key, new Entry<>(value, size));
        characters += size - (before == null ? 0 : before.characters());
        Iterator<Entry<V>> eldest = entries.values().iterator();
        while (entries.size() > entriesMax || characters > charactersMax) {
            characters -= eldest.next().characters();
            eldest.remove();
        }
    }

    synchronized int entries() {
        return entries.size();
    }

    synchronized long characters() {
        return characters;
    }
}
