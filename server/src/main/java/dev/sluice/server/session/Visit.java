package dev.sluice.server.session;

import dev.sluice.server.identity.Methods;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser in the middle of a sign-in. Whoever it is, no page but those of the sign-in knows them.
 *
 * @param id owns {@link SessionNotes}; opens nothing
 * @param account who has proven a first factor, null when nobody has
 * @param onward where the sign-in is to lead, as it was given
 */
public record Visit(String id, @Nullable UUID account, Methods methods, @Nullable String onward) {
    public Optional<UUID> person() {
        return Optional.ofNullable(account);
    }
}
