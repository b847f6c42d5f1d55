package dev.sluice.connector.duckdb;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.duckdb.frame.Reason;

/** What DuckDB's process says, and what its end says, in the words of the diagnoses. */
final class Causes {
    /** What the virtual machine ends with when its own heap is full. */
    private static final int JAVA_OUT_OF_MEMORY = 3;

    private Causes() {}

    /** Why a source cannot be read. */
    static Diagnosis of(Reason reason) {
        return switch (reason) {
            case FILE_UNREADABLE, NOT_PERMITTED -> Diagnosis.FILE_UNREADABLE;
            case NOT_A_DATABASE -> Diagnosis.NOT_A_DATABASE;
            case FILE_IN_USE -> Diagnosis.FILE_IN_USE;
            case NO_TABLES, TOO_MANY_FILES, UNUSABLE_NAMES -> Diagnosis.UNUSABLE_FILES;
            case OUT_OF_MEMORY -> Diagnosis.OUT_OF_MEMORY;
            case INTERRUPTED,
                    NOT_ONE_QUERY,
                    UNKNOWN_NAME,
                    VALUE,
                    CELL_TOO_LARGE,
                    ROW_TOO_LARGE,
                    ENGINE_FAILED ->
                    Diagnosis.ENGINE_ENDED;
        };
    }

    /** Why the process ended. */
    static Diagnosis ofExit(int status) {
        return status == JAVA_OUT_OF_MEMORY ? Diagnosis.OUT_OF_MEMORY : Diagnosis.ENGINE_ENDED;
    }
}
