package dev.sluice.connector.trino;

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
                    unavailable("unknown_database", name);
            case "QUERY_QUEUE_FULL" -> unavailable("too_many_requests", name);
            case "USER_CANCELED", "ADMINISTRATIVELY_KILLED", "ADMINISTRATIVELY_PREEMPTED" ->
                    unavailable("ended_by_server", name);
            default ->
                    switch (error.path("errorType").asString("")) {
                        case "INSUFFICIENT_RESOURCES", "EXTERNAL" -> unavailable("unavailable", name);
                        default -> failure(ReasonCode.QUERY_FAILED, name);
                    };
        };
    }

    static SourceFailure ofStatus(int status) {
        return SourceFailure.unavailable(
                switch (status) {
                    case 401 -> "login_refused";
                    case 403 -> "not_permitted";
                    case 429 -> "too_many_requests";
                    default -> status >= 500 ? "unavailable" : "unreadable_answer";
                });
    }

    private static SourceFailure failure(ReasonCode code, String name) {
        return new SourceFailure(code, known(name), Map.of());
    }

    private static SourceFailure unavailable(String reason, String name) {
        return new SourceFailure(
                ReasonCode.SOURCE_UNAVAILABLE, known(name), Map.of("reason", reason));
    }

    private static @Nullable String known(String name) {
        return name.matches("[A-Z_]{1,64}") ? name : null;
    }
}
