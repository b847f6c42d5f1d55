package dev.sluice.connector.duckdb;

/** DuckDB's process could not be started, or is gone. */
final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    /**
     * @param reason for {@code details.reason}
     */
    EngineException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
