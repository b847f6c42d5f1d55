package dev.sluice.server.access;

import dev.sluice.server.access.Authentication.Authenticated;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this node has verified, by the token's fingerprint: bounded, and never past a token's end.
 */
final class VerifiedTokens {
    static final int ENTRIES_MAX = 10_000;

    private final Map<String, Verified> entries = new ConcurrentHashMap<>();

    /**
     * A verified token.
     *
     * @param key the key that its signature was checked with
     * @param until the moment from which it is expired
     */
    record Verified(Authenticated authenticated, String key, Instant until) {}

    Optional<Verified> find(String fingerprint) {
        return Optional.ofNullable(entries.get(fingerprint));
    }

    void add(String fingerprint, Verified verified, Instant now) {
        if (entries.size() >= ENTRIES_MAX) {
            entries.values().removeIf(entry -> !entry.until().isAfter(now));
        }
        if (entries.size() >= ENTRIES_MAX) {
            entries.clear(); // verifying again is cheap, an unbounded map is not
        }
        entries.put(fingerprint, verified);
    }

    void remove(String fingerprint) {
        entries.remove(fingerprint);
    }

    void removeToken(String id) {
        entries.values().removeIf(entry -> entry.authenticated().epochs().token().equals(id));
    }

    int size() {
        return entries.size();
    }
}
