package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * What a caller is told about something that went wrong: the one table from exceptions to codes.
 */
record Failure(int status, ReasonCode code, String message, Map<String, Object> details) {
    Failure {
        details = Map.copyOf(details);
    }

    static Failure of(ReasonCode code, String message) {
        return new Failure(code.httpStatus(), code, message, Map.of());
    }

    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case SluiceException e ->
                    new Failure(
                            e.code().httpStatus(),
                            e.code(),
                            String.valueOf(e.getMessage()),
                            e.details());
            case HttpMessageNotReadableException e -> unreadable(e);
            case HttpRequestMethodNotSupportedException e ->
                    of(
                            ReasonCode.METHOD_NOT_ALLOWED,
                            "The path does not answer " + e.getMethod() + ".");
            case HttpMediaTypeNotSupportedException _ ->
                    of(
                            ReasonCode.MEDIA_TYPE_UNSUPPORTED,
                            "The body's Content-Type is not one this path reads.");
            case MethodArgumentTypeMismatchException e ->
                    of(
                            ReasonCode.INVALID_ARGUMENT,
                            "The parameter " + e.getName() + " has no valid value.");
            case HttpException e ->
                    ofStatus(HttpStatusCode.valueOf(innermost(thrown, e).getCode()));
            case BoundedRequest.TooLarge _ -> tooLarge();
            case EofException _ -> of(ReasonCode.CANCELLED, "The client went away.");
            case ErrorResponse e -> ofStatus(e.getStatusCode());
            default -> internal();
        };
    }

    /** For an error that is known by its status only. */
    static Failure ofStatus(HttpStatusCode status) {
        Failure known =
                switch (status.value()) {
                    case 401 -> of(ReasonCode.UNAUTHENTICATED, "Please sign in.");
                    case 403 ->
                            of(
                                    ReasonCode.ORIGIN_FORBIDDEN,
                                    "The form is out of date, or was not ours. Go back, reload"
                                            + " the page and try again.");
                    case 404 -> of(ReasonCode.NOT_FOUND, "There is nothing at this address.");
                    case 405 ->
                            of(
                                    ReasonCode.METHOD_NOT_ALLOWED,
                                    "The path does not answer this HTTP method.");
                    case 413 -> of(ReasonCode.REQUEST_TOO_LARGE, "The request is too large.");
                    case 415 ->
                            of(
                                    ReasonCode.MEDIA_TYPE_UNSUPPORTED,
                                    "The body's Content-Type is not one this path reads.");
                    case 429 -> of(ReasonCode.RATE_LIMITED, "Too many attempts; wait a little.");
                    case 503 -> of(ReasonCode.OVERLOADED, "Not ready; try again shortly.");
                    default ->
                            status.is4xxClientError()
                                    ? of(ReasonCode.INVALID_ARGUMENT, "The request is not valid.")
                                    : internal();
                };
        return new Failure(status.value(), known.code(), known.message(), Map.of());
    }

    boolean isDefect() {
        return code == ReasonCode.INTERNAL;
    }

    private static Failure internal() {
        return of(
                ReasonCode.INTERNAL,
                "Something went wrong on our side. The request id leads to the log.");
    }

    private static Failure tooLarge() {
        return of(ReasonCode.REQUEST_TOO_LARGE, "The request's body is too large.");
    }

    /** The container wraps the status that tells most, such as 413 of a form, into a plain 400. */
    private static HttpException innermost(Throwable thrown, HttpException outer) {
        return thrown.getCause() instanceof HttpException cause ? cause : outer;
    }

    private static Failure unreadable(HttpMessageNotReadableException thrown) {
        for (@Nullable Throwable cause = thrown.getCause();
                cause != null;
                cause = cause.getCause()) {
            if (cause instanceof BoundedRequest.TooLarge) {
                return tooLarge();
            }
        }
        return of(ReasonCode.INVALID_ARGUMENT, "The body is missing or cannot be read.");
    }
}
