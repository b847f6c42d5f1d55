package dev.sluice.connector.sqlserver;

import dev.sluice.core.Secret;
import java.sql.SQLException;

/** Where the access token of a login comes from. Safe for use by several threads. */
interface TokenSource extends AutoCloseable {
    /**
     * A token, which the caller closes.
     *
     * @throws NoToken when whoever issues them gives none
     */
    Secret token() throws NoToken;

    /**
     * The server did not take this token.
     *
     * @return whether another one is worth a try
     */
    boolean refused(Secret used);

    @Override
    void close();

    /** Why there is no token; the reason is a word of ours. */
    final class NoToken extends SQLException {
        private static final long serialVersionUID = 1;

        private final String reason;

        NoToken(String reason) {
            super("no token", "28000");
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }
}
