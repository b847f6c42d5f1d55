package dev.sluice.server.limit;

import dev.sluice.server.limit.RateLimits.Limit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One bucket of tries for each key. When there are too many, full buckets are forgotten, which
 * changes nothing; then the one that is nearest to full. So whoever comes with many keys, to have
 * another's empty bucket forgotten, has to empty as many of their own.
 */
final class RateLimiter {
    static final int KEYS_MAX = 10_000;

    private final Limit limit;
    private final InstantSource clock;
    private final long everyMillis;

    /** By key: the time at which its bucket is full again, in milliseconds. */
    private final Map<String, Long> fullAt = new HashMap<>();

    RateLimiter(Limit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
        this.everyMillis = limit.every().toMillis();
    }

    /** Takes one try. Empty when there was one, else the time until there is. */
    synchronized Optional<Duration> take(String key) {
        Optional<Duration> pause = pause(key);
        if (pause.isEmpty()) {
            long now = clock.millis();
            if (!fullAt.containsKey(key)) {
                makeRoom(now);
            }
            fullAt.put(key, Math.max(now, fullAt.getOrDefault(key, now)) + everyMillis);
        }
        return pause;
    }

    /** Empty when there is a try, else the time until there is. */
    synchronized Optional<Duration> pause(String key) {
        long now = clock.millis();
        long full = Math.max(now, fullAt.getOrDefault(key, now)) + everyMillis;
        long wait = full - now - limit.burst() * everyMillis;
        return wait > 0 ? Optional.of(Duration.ofMillis(wait)) : Optional.empty();
    }

    private void makeRoom(long now) {
        if (fullAt.size() < KEYS_MAX) {
            return;
        }
        fullAt.values().removeIf(full -> full <= now);
        if (fullAt.size() >= KEYS_MAX) {
            fullAt.remove(
                    Collections.min(fullAt.entrySet(), Map.Entry.comparingByValue()).getKey());
        }
    }

    /** Fills the key's bucket. */
    synchronized void restore(String key) {
        fullAt.remove(key);
    }
}
