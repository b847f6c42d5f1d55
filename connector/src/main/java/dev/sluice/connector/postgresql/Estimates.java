package dev.sluice.connector.postgresql;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates by shape of the query, for a while. Safe for use by several threads. */
final class Estimates {
    static final int SHAPES_MAX = 1_000;
    static final Duration AGE_MAX = Duration.ofMinutes(10);

    /** What the engine expects of one shape. */
    record Estimate(long bytes, double cost, long at) {}

    private final Map<String, Estimate> byShape =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Estimate> eldest) {
                    return size() > SHAPES_MAX;
                }
            };

    synchronized @Nullable Estimate of(String shape, long now) {
        Estimate estimate = byShape.get(shape);
        return estimate != null && now - estimate.at() < AGE_MAX.toNanos() ? estimate : null;
    }

    synchronized void put(String shape, Estimate estimate) {
        byShape.put(shape, estimate);
    }
}
