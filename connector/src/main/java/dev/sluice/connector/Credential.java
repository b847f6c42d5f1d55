package dev.sluice.connector;

import dev.sluice.core.Secret;

/** Opens the password for one login; it is closed as soon as the login is over. */
@FunctionalInterface
public interface Credential {
    /** A secret of the caller's own, which the caller closes. */
    Secret open();
}
