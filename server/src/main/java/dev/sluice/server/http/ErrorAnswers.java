package dev.sluice.server.http;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.json.ErrorObject;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Gives the errors that Jetty itself raises our one shape, without its own texts. */
final class ErrorAnswers extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String id =
                request.getAttribute(RequestId.ATTRIBUTE) instanceof String given
                        ? given
                        : RequestId.next();
        response.getHeaders().put(RequestId.HEADER, id);
        write(response, callback, status, new ErrorObject(code(status), sentence(status), id));
    }

    static void write(Response response, Callback callback, ErrorObject error) {
        write(response, callback, error.code().httpStatus(), error);
    }

    private static void write(Response response, Callback callback, int status, ErrorObject error) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (status == ReasonCode.OVERLOADED.httpStatus()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        response.write(true, ByteBuffer.wrap(error.json().toByteArray()), callback);
    }

    private static ReasonCode code(int status) {
        return switch (status) {
            case 401 -> ReasonCode.UNAUTHENTICATED;
            case 403 -> ReasonCode.INSUFFICIENT_SCOPE;
            case 404 -> ReasonCode.NOT_FOUND;
            case 413, 414, 431 -> ReasonCode.REQUEST_TOO_LARGE;
            case 503 -> ReasonCode.OVERLOADED;
            default -> status < 500 ? ReasonCode.INVALID_ARGUMENT : ReasonCode.INTERNAL;
        };
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is nothing under this path.";
            case 405 -> "This path does not take this method.";
            case 408 -> "The request did not arrive in time.";
            case 413 -> "The request's body is larger than allowed.";
            case 414, 431 -> "The request's address or headers are larger than allowed.";
            case 503 -> "The server is starting or stopping; try again shortly.";
            default ->
                    status < 500
                            ? "The HTTP request cannot be answered as it is (status "
                                    + status
                                    + ")."
                            : "A defect of Sluice; the request id leads to the log.";
        };
    }
}
