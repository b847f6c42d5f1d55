package dev.sluice.connector.trino;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.ReasonCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Trino's errors mean. Their names are a fixed list; their messages quote values. */
final class Failures {
    private Failures() {}

    static SourceFailure of(JsonNode error) {
        String name = error.path("errorName").asString("");
        return switch (name) {
            case "EXCEEDED_TIME_LIMIT", "EXCEEDED_CPU_LIMIT" -> failure(ReasonCode.TIMEOUT, name);
            case "EXCEEDED_SCAN_LIMIT" -> failure(ReasonCode.BYTES_EXCEEDED, name);
            case "CATALOG_NOT_FOUND", "CATALOG_NOT_AVAILABLE" ->
                    SourceFailure.of(Diagnosis.UNKNOWN_DATABASE, known(name));
            case "QUERY_QUEUE_FULL" -> SourceFailure.of(Diagnosis.THROTTLED, known(name));
            case "USER_CANCELED", "ADMINISTRATIVELY_KILLED", "ADMINISTRATIVELY_PREEMPTED" ->
                    SourceFailure.of(Diagnosis.UNAVAILABLE, known(name));
            default ->
                    switch (error.path("errorType").asString("")) {
                        case "INSUFFICIENT_RESOURCES", "EXTERNAL" ->
                                SourceFailure.of(Diagnosis.UNAVAILABLE, known(name));
                        default -> failure(ReasonCode.QUERY_FAILED, name);
                    };
        };
    }

    private static SourceFailure failure(ReasonCode code, String name) {
        return SourceFailure.of(code, known(name), Map.of());
    }

    private static @Nullable String known(String name) {
        return name.matches("[A-Z_]{1,64}") ? name : null;
    }
}
