package dev.sluice.server.limit;

import dev.sluice.server.limit.RateLimits.Limit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One bucket of tries for each key; the key that was used least recently is forgotten first. */
final class RateLimiter {
    static final int KEYS_MAX = 10_000;

    private final Limit limit;
    private final InstantSource clock;
    private final long everyMillis;

    /** By key: the time at which its bucket is full again, in milliseconds. */
    private final Map<String, Long> fullAt =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > KEYS_MAX;
                }
            };

    RateLimiter(Limit limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
        this.everyMillis = limit.every().toMillis();
    }

    /** Takes one try. Empty when there was one, else the time until there is. */
    synchronized Optional<Duration> take(String key) {
        long now = clock.millis();
        long full = Math.max(now, fullAt.getOrDefault(key, now)) + everyMillis;
        long wait = full - now - limit.burst() * everyMillis;
        if (wait > 0) {
            return Optional.of(Duration.ofMillis(wait));
        }
        fullAt.put(key, full);
        return Optional.empty();
    }

    /** Fills the key's bucket. */
    synchronized void restore(String key) {
        fullAt.remove(key);
    }
}
