package dev.sluice.connector.databricks;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.ReasonCode;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What Databricks' codes mean; its texts quote values. */
final class Failures {
    private static final int NOT_FOUND = 404;

    private Failures() {}

    static SourceFailure of(HttpReply reply) {
        if (reply.status() == NOT_FOUND) {
            return SourceFailure.of(Diagnosis.UNKNOWN_OPTION);
        }
        if (reply.status() == 400) {
            try {
                JsonNode answer = reply.object();
                return byCode(answer.path("error_code").asString(""));
            } catch (SourceFailure e) {
                // The status says what there is to say.
            }
        }
        return SourceFailure.ofStatus(reply.status());
    }

    /** The error of a statement that failed. */
    static SourceFailure of(JsonNode error) {
        return byCode(error.path("error_code").asString(""));
    }

    private static SourceFailure byCode(String code) {
        String known = code.matches("[A-Z_]{1,64}") ? code : null;
        return switch (code) {
            case "DEADLINE_EXCEEDED" -> SourceFailure.of(ReasonCode.TIMEOUT, known, Map.of());
            case "UNAUTHENTICATED" -> SourceFailure.of(Diagnosis.LOGIN_REFUSED, known);
            case "PERMISSION_DENIED" -> SourceFailure.of(Diagnosis.NOT_PERMITTED, known);
            case "RESOURCE_EXHAUSTED", "REQUEST_LIMIT_EXCEEDED" ->
                    SourceFailure.of(Diagnosis.THROTTLED, known);
            case "NOT_FOUND", "RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE" ->
                    SourceFailure.of(Diagnosis.UNKNOWN_OPTION, known);
            case "TEMPORARILY_UNAVAILABLE",
                    "SERVICE_UNDER_MAINTENANCE",
                    "WORKSPACE_TEMPORARILY_UNAVAILABLE",
                    "IO_ERROR",
                    "INTERNAL_ERROR",
                    "CANCELLED",
                    "ABORTED" ->
                    SourceFailure.of(Diagnosis.UNAVAILABLE, known);
            default -> SourceFailure.of(ReasonCode.QUERY_FAILED, known, Map.of());
        };
    }
}
