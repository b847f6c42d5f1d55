package dev.sluice.server.json;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The one shape of an error that leaves us: {@code {"error","code","details","request_id"}}.
 *
 * @param code what went wrong; decides the HTTP status
 * @param message one sentence for the caller
 * @param details plain values: text, numbers, booleans, lists, maps
 * @param requestId the id that leads to the log
 */
public record ErrorObject(
        ReasonCode code, String message, Map<String, Object> details, String requestId) {
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final int UNAVAILABLE = 503;

    public ErrorObject {
        details = Map.copyOf(details);
    }

    public ErrorObject(ReasonCode code, String message, String requestId) {
        this(code, message, Map.of(), requestId);
    }

    public static ErrorObject of(SluiceException failure, String requestId) {
        return new ErrorObject(
                failure.code(), String.valueOf(failure.getMessage()), failure.details(), requestId);
    }

    public JsonBytes json() {
        return new JsonBytes()
                .raw("{\"error\":")
                .string(message)
                .raw(",\"code\":")
                .string(code.name())
                .raw(",\"details\":")
                .value(details)
                .raw(",\"request_id\":")
                .string(requestId)
                .raw("}");
    }

    /** Answers with this error and its code's status. */
    public void answer(HttpServletResponse response) throws IOException {
        answer(response, code.httpStatus());
    }

    /** Answers with this error under another status, where the transport's rules name one. */
    public void answer(HttpServletResponse response, int status) throws IOException {
        if (status == UNAVAILABLE) {
            response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        }
        JsonAnswer.write(response, status, json());
    }
}
