package dev.sluice.connector.jdbc;

import dev.sluice.connector.Diagnosis;
import java.sql.SQLException;

/** Why an engine of ours does not take a server that it has logged in to. */
public final class LoginException extends SQLException {
    private static final long serialVersionUID = 1;

    private final Diagnosis diagnosis;

    public LoginException(Diagnosis diagnosis) {
        super(diagnosis.reason());
        this.diagnosis = diagnosis;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }
}
