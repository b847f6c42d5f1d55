package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Reason;

/** The source cannot be opened. */
final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    Unusable(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
