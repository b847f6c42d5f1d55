package dev.sluice.connector.sqlserver;

import dev.sluice.connector.jdbc.LoginException;
import dev.sluice.core.Secret;

/** Where the access token of a login comes from. Safe for use by several threads. */
interface TokenSource extends AutoCloseable {
    /**
     * A token, which the caller closes.
     *
     * @throws LoginException when whoever issues them gives none
     */
    Secret token() throws LoginException;

    /**
     * The server did not take this token.
     *
     * @return whether another one is worth a try
     */
    boolean refused(Secret used);

    @Override
    void close();
}
