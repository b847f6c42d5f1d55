package dev.sluice.server.control;

import dev.sluice.server.limit.RetryAfter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes errors in the form that the caller of a path expects: the contract's error object for the
 * API, that of RFC 6749 section 5.2 for the OAuth endpoints, a page for the rest.
 */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final JsonMapper json;

    Answers(JsonMapper json) {
        this.json = json;
    }

    static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/")
                || request.getRequestURI().startsWith("/.well-known/");
    }

    /** Whether a client asks; the authorization endpoint is opened by people. */
    static boolean isOAuth(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/oauth2/")
                && !request.getRequestURI().equals(AuthorizationController.PATH);
    }

    /** Writes the error, or has the error page written when a person asks. */
    void fail(HttpServletRequest request, HttpServletResponse response, Failure failure)
            throws IOException {
        if (failure.status() == 503) {
            RetryAfter.set(response, Duration.ofSeconds(1));
        }
        if (isApi(request) || isOAuth(request)) {
            failAsJson(request, response, failure);
        } else {
            response.sendError(failure.status());
        }
    }

    void failAsJson(HttpServletRequest request, HttpServletResponse response, Failure failure)
            throws IOException {
        RequestId id = RequestId.of(request);
        write(
                response,
                failure.status(),
                isOAuth(request)
                        ? oauth(failure, id)
                        : new ErrorBody(
                                failure.message(), failure.code(), failure.details(), id.value()));
    }

    /** Answers with the error codes of RFC 6749; the rest of the object is our own addition. */
    void failAsOAuth(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String error,
            String description)
            throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error);
        body.put("error_description", description);
        body.put("request_id", RequestId.of(request).value());
        write(response, status, body);
    }

    /** Logs a defect with the id that its caller was given. */
    static void log(HttpServletRequest request, Throwable thrown) {
        LOG.atError()
                .addKeyValue("request_id", RequestId.of(request))
                .addKeyValue("method", request.getMethod())
                .setCause(thrown)
                .log("A request failed unexpectedly");
    }

    private static Map<String, Object> oauth(Failure failure, RequestId id) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "error",
                failure.status() == 429 || failure.status() == 503
                        ? "temporarily_unavailable"
                        : failure.isDefect() ? "server_error" : "invalid_request");
        body.put("error_description", failure.message());
        body.put("code", failure.code());
        body.put("request_id", id.value());
        return body;
    }

    private void write(HttpServletResponse response, int status, Object body) throws IOException {
        byte[] bytes = json.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
