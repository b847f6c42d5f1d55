package dev.sluice.connector.snowflake;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.ReasonCode;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What Snowflake's error codes mean; its messages quote values and are not looked at. */
final class Failures {
    private static final Pattern STATE = Pattern.compile("[0-9A-Z]{5}");

    private Failures() {}

    static SourceFailure of(JsonNode failure) {
        String state = failure.path("sqlState").asString("");
        String known = STATE.matcher(state).matches() ? state : null;
        return switch (failure.path("code").asString("")) {
            // Reached its timeout; cancelled by its timeout.
            case "000630", "000604", "604", "630" ->
                    SourceFailure.of(ReasonCode.TIMEOUT, known, Map.of());
            // The session has no warehouse, or it does not exist or may not be used.
            case "000606", "002043", "606", "2043" ->
                    SourceFailure.of(Diagnosis.UNKNOWN_OPTION, known);
            case "090105", "90105", "390201" -> SourceFailure.of(Diagnosis.UNKNOWN_DATABASE, known);
            case "390189", "390144", "394300", "394304", "395090", "390318" ->
                    SourceFailure.of(Diagnosis.LOGIN_REFUSED, known);
            case "003001", "3001" -> SourceFailure.of(Diagnosis.NOT_PERMITTED, known);
            default -> SourceFailure.of(ReasonCode.QUERY_FAILED, known, Map.of());
        };
    }
}
