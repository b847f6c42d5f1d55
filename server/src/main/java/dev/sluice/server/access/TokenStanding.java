package dev.sluice.server.access;

import java.util.Collection;
import java.util.List;

/** What the store says of a token; asked when a node sees it for the first time. */
@FunctionalInterface
public interface TokenStanding {
    /**
     * Whether the token was issued here and neither it, nor its client, nor the account it speaks
     * for has been revoked or disabled.
     *
     * @param id {@code jti}
     * @param text the token's, which is compared with what was issued
     * @throws dev.sluice.core.SluiceException {@code STORE_UNAVAILABLE} when nobody can tell
     */
    boolean stands(String id, String text);

    /**
     * The groups that the person is in, who is read again whenever the account's version changes.
     *
     * @param account whom the token speaks for; somebody else than a person is in none
     */
    default Collection<String> groups(String account) {
        return List.of();
    }
}
