package dev.sluice.connector.clickhouse;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.ReasonCode;
import java.util.Map;

/**
 * What ClickHouse's numbers mean; its texts quote values.
 *
 * @see <a href="https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp">the
 *     list of numbers</a>
 */
final class Failures {
    private Failures() {}

    static SourceFailure of(String code) {
        String known = code.matches("[0-9]{1,5}") ? code : "0";
        return switch (known) {
            // TIMEOUT_EXCEEDED, TOO_SLOW
            case "159", "160" -> SourceFailure.of(ReasonCode.TIMEOUT, known, Map.of());
            // TOO_MANY_ROWS, TOO_MANY_BYTES: to be read
            case "158", "307" -> SourceFailure.of(ReasonCode.BYTES_EXCEEDED, known, Map.of());
            // TOO_MANY_ROWS_OR_BYTES: of the answer
            case "396" -> SourceFailure.of(ReasonCode.RESULT_TOO_LARGE, known, Map.of());
            // UNKNOWN_USER, WRONG_PASSWORD, REQUIRED_PASSWORD, AUTHENTICATION_FAILED
            case "192", "193", "194", "516" -> SourceFailure.of(Diagnosis.LOGIN_REFUSED, known);
            // IP_ADDRESS_NOT_ALLOWED
            case "195" -> SourceFailure.of(Diagnosis.ADDRESS_NOT_ALLOWED, known);
            // UNKNOWN_DATABASE
            case "81" -> SourceFailure.of(Diagnosis.UNKNOWN_DATABASE, known);
            // DATABASE_ACCESS_DENIED, ACCESS_DENIED
            case "291", "497" -> SourceFailure.of(Diagnosis.NOT_PERMITTED, known);
            // QUOTA_EXCEEDED, TOO_MANY_SIMULTANEOUS_QUERIES
            case "201", "202" -> SourceFailure.of(Diagnosis.THROTTLED, known);
            // MEMORY_LIMIT_EXCEEDED, QUERY_WAS_CANCELLED, NETWORK_ERROR, SOCKET_TIMEOUT
            case "241", "394", "209", "210" -> SourceFailure.of(Diagnosis.UNAVAILABLE, known);
            default -> SourceFailure.of(ReasonCode.QUERY_FAILED, known, Map.of());
        };
    }
}
