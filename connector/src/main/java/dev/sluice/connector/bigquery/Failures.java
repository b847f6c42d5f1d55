package dev.sluice.connector.bigquery;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.ReasonCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What BigQuery's reasons mean; its texts quote values.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/error-messages">the list of reasons</a>
 */
final class Failures {
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private Failures() {}

    static SourceFailure of(HttpReply reply) {
        if (reply.status() == UNAUTHORIZED) {
            return SourceFailure.of(Diagnosis.LOGIN_REFUSED);
        }
        try {
            JsonNode first = reply.object().path("error").path("errors").path(0);
            if (first.isObject()) {
                return of(first);
            }
        } catch (SourceFailure e) {
            // The status says what there is to say.
        }
        return reply.status() == NOT_FOUND
                ? SourceFailure.of(Diagnosis.UNKNOWN_DATABASE)
                : SourceFailure.ofStatus(reply.status());
    }

    /** An {@code ErrorProto}. */
    static SourceFailure of(JsonNode error) {
        String reason = error.path("reason").asString("");
        String known = reason.matches("[A-Za-z]{1,64}") ? reason : null;
        return switch (reason) {
            case "bytesBilledLimitExceeded" -> failure(ReasonCode.BYTES_EXCEEDED, known);
            case "timeout", "jobTimeout" -> failure(ReasonCode.TIMEOUT, known);
            case "responseTooLarge" -> failure(ReasonCode.RESULT_TOO_LARGE, known);
            case "invalidQuery", "invalid", "resourcesExceeded" ->
                    failure(ReasonCode.QUERY_FAILED, known);
            case "notFound" -> SourceFailure.of(Diagnosis.UNKNOWN_DATABASE, known);
            case "accessDenied", "billingNotEnabled", "blocked" ->
                    SourceFailure.of(Diagnosis.NOT_PERMITTED, known);
            case "quotaExceeded", "rateLimitExceeded", "jobRateLimitExceeded" ->
                    SourceFailure.of(Diagnosis.THROTTLED, known);
            case "authError", "required" -> SourceFailure.of(Diagnosis.LOGIN_REFUSED, known);
            default -> SourceFailure.of(Diagnosis.UNAVAILABLE, known);
        };
    }

    private static SourceFailure failure(ReasonCode code, @Nullable String state) {
        return SourceFailure.of(code, state, Map.of());
    }
}
