package dev.sluice.connector.duckdb;

import dev.sluice.connector.Diagnosis;

/** DuckDB's process could not be started, or is gone. */
final class EngineException extends Exception {
    private static final long serialVersionUID = 1;

    private final Diagnosis diagnosis;

    EngineException(Diagnosis diagnosis) {
        super(diagnosis.reason());
        this.diagnosis = diagnosis;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }
}
