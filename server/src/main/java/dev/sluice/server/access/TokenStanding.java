package dev.sluice.server.access;

/** What the store says of a token; asked when a node sees it for the first time. */
@FunctionalInterface
public interface TokenStanding {
    /**
     * Whether the token was issued here and neither it, nor its client, nor the account it speaks
     * for has been revoked or disabled.
     *
     * @param id {@code jti}
     * @throws dev.sluice.core.SluiceException {@code STORE_UNAVAILABLE} when nobody can tell
     */
    boolean stands(String id);
}
