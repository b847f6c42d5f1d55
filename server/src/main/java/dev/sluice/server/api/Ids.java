package dev.sluice.server.api;

import java.util.Optional;
import java.util.UUID;

/** Ids in addresses: what cannot be one is that of nothing. */
final class Ids {
    private Ids() {}

    static Optional<UUID> parse(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
