package dev.sluice.connector.duckdb.engine;

import dev.sluice.connector.duckdb.frame.Reason;
import java.sql.SQLException;

/**
 * What DuckDB's errors come down to. It has no codes; every message begins with its class, which is
 * all that is looked at, since what follows may quote values.
 */
final class Failures {
    private Failures() {}

    /** Why a query has no answer. */
    static Reason ofQuery(SQLException e) {
        return switch (errorClass(e)) {
            case "INTERRUPT" -> Reason.INTERRUPTED;
            case "Out of Memory" -> Reason.OUT_OF_MEMORY;
            case "Permission" -> Reason.NOT_PERMITTED;
            case "Catalog", "Binder" -> Reason.UNKNOWN_NAME;
            case "Parser", "Syntax" -> Reason.NOT_ONE_QUERY;
            case "IO", "HTTP", "Missing Extension" -> Reason.FILE_UNREADABLE;
            case "INTERNAL", "FATAL", "" -> Reason.ENGINE_FAILED;
            default -> Reason.VALUE;
        };
    }

    /** Why the source cannot be opened. There are no values in these messages yet. */
    static Reason ofOpening(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("Could not set lock") || message.contains("Conflicting lock")) {
            return Reason.FILE_IN_USE;
        }
        if (message.contains("not a valid DuckDB") || message.contains("version number")) {
            return Reason.NOT_A_DATABASE;
        }
        return switch (errorClass(e)) {
            case "Out of Memory" -> Reason.OUT_OF_MEMORY;
            case "Serialization", "INTERNAL", "FATAL" -> Reason.NOT_A_DATABASE;
            default -> Reason.FILE_UNREADABLE;
        };
    }

    private static String errorClass(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(" Error: ");
        return end < 0 ? "" : message.substring(0, end);
    }
}
