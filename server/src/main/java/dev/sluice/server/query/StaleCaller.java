package dev.sluice.server.query;

import dev.sluice.server.access.Authentication;

/** What to do when a caller's token or account has changed since it was verified. */
@FunctionalInterface
public interface StaleCaller {
    /** Forgets the verified token and says what to answer. */
    Authentication.Challenge forget(Authentication.Authenticated caller);
}
