package dev.sluice.connector.jdbc;

import java.sql.SQLException;

/** Why an engine of ours does not take a server that it has logged in to. */
public final class LoginException extends SQLException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param reason one of the words of {@link Reasons}
     */
    public LoginException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
