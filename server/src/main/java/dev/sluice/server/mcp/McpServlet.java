package dev.sluice.server.mcp;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.http.AllowedHosts;
import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.http.RequestId;
import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.json.JsonAnswer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP endpoint: POST with one JSON-RPC message, answered with one JSON object. Who asks is
 * settled before a byte of the body is read.
 */
public final class McpServlet extends HttpServlet {
    /** The scope that a token needs here. */
    public static final String SCOPE = "query";

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(McpServlet.class);
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int ACCEPTED = 202;

    private final transient Authenticator authenticator;
    private final transient AllowedHosts hosts;
    private final transient ClientWatch watch;
    private final transient Dispatcher dispatcher;
    private final transient MessageReader reader = new MessageReader();

    /**
     * Serves these tools.
     *
     * @param authenticator asked once per request, for {@link #SCOPE}
     * @param hosts which origins' pages may call us
     * @param watch notices clients that go away
     */
    public McpServlet(
            Authenticator authenticator,
            ToolCatalog tools,
            ServerInfo info,
            AllowedHosts hosts,
            ClientWatch watch) {
        this.authenticator = authenticator;
        this.hosts = hosts;
        this.watch = watch;
        this.dispatcher = new Dispatcher(tools, info);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String requestId = RequestId.of(request);
        try {
            if (isPost(request, response, requestId) && isFromUs(request, response, requestId)) {
                authenticate(request, response, requestId);
            }
        } catch (SluiceException e) {
            LOG.atWarn()
                    .addKeyValue("code", e.code())
                    .addKeyValue("request_id", requestId)
                    .setCause(e)
                    .log("request failed");
            ErrorObject.of(e, requestId).answer(response);
        }
    }

    private static boolean isPost(
            HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        if (request.getMethod().equals("POST")) {
            return true;
        }
        response.setHeader("Allow", "POST");
        new ErrorObject(
                        ReasonCode.INVALID_ARGUMENT,
                        "The MCP endpoint takes POST only: it has no sessions and no streams.",
                        requestId)
                .answer(response, METHOD_NOT_ALLOWED);
        return false;
    }

    private boolean isFromUs(
            HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        if (hosts.allowsOrigin(request.getHeader("Origin"), request.getLocalPort())) {
            return true;
        }
        refuse(
                request,
                response,
                new ErrorObject(
                        ReasonCode.ORIGIN_FORBIDDEN,
                        "Pages of this origin may not call this server.",
                        requestId),
                ReasonCode.ORIGIN_FORBIDDEN.httpStatus());
        return false;
    }

    private void authenticate(
            HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        switch (authenticator.authenticate(request.getHeader("Authorization"), SCOPE)) {
            case Authentication.Challenge challenge ->
                    challenge(request, response, challenge, requestId);
            case Authentication.Authenticated caller -> serve(request, response, caller, requestId);
        }
    }

    private void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication.Authenticated caller,
            String requestId)
            throws IOException {
        Optional<Integer> mediaProblem = mediaProblem(request);
        if (mediaProblem.isPresent()) {
            refuse(
                    request,
                    response,
                    new ErrorObject(
                            ReasonCode.INVALID_ARGUMENT,
                            "The MCP endpoint takes and answers application/json in UTF-8, not"
                                    + " compressed.",
                            requestId),
                    mediaProblem.get());
            return;
        }
        switch (RequestBody.read(request)) {
            case RequestBody.Read.TooLarge() ->
                    refuse(
                            request,
                            response,
                            new ErrorObject(
                                    ReasonCode.REQUEST_TOO_LARGE,
                                    "A body may have "
                                            + MessageReader.BODY_BYTES_MAX
                                            + " bytes at most.",
                                    requestId),
                            ReasonCode.REQUEST_TOO_LARGE.httpStatus());
            case RequestBody.Read.TooSlow() ->
                    refuse(
                            request,
                            response,
                            new ErrorObject(
                                    ReasonCode.INVALID_ARGUMENT,
                                    "The body did not arrive within "
                                            + RequestBody.TIME_MAX.toSeconds()
                                            + " seconds.",
                                    requestId),
                            REQUEST_TIMEOUT);
            case RequestBody.Read.Whole body ->
                    answer(request, response, body.bytes(), caller, requestId);
        }
    }

    private void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            byte[] body,
            Authentication.Authenticated caller,
            String requestId)
            throws IOException {
        Headers headers = Headers.of(request);
        Reply reply;
        try (WatchedClient client = new WatchedClient(watch, request, response)) {
            reply =
                    switch (reader.read(body)) {
                        case MessageReader.Body.Unreadable unreadable ->
                                Dispatcher.refused(null, unreadable.error(), headers, requestId);
                        case MessageReader.Body.Json json ->
                                dispatcher.body(
                                        json.node(),
                                        new Exchange(caller, headers, requestId, client));
                    };
        }
        switch (reply) {
            case Reply.Json json -> JsonAnswer.write(response, json.status(), json.body());
            case Reply.Accepted() -> response.setStatus(ACCEPTED);
            case Reply.Challenged challenged ->
                    challenge(request, response, challenged.challenge(), requestId);
        }
    }

    private static void challenge(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication.Challenge challenge,
            String requestId)
            throws IOException {
        response.setHeader("WWW-Authenticate", challenge.wwwAuthenticate());
        refuse(
                request,
                response,
                new ErrorObject(challenge.code(), challenge.message(), requestId),
                challenge.code().httpStatus());
    }

    /** Answers without the body: what has not been read of it must not become the next request. */
    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, ErrorObject error, int status)
            throws IOException {
        boolean large = request.getContentLengthLong() > MessageReader.BODY_BYTES_MAX;
        boolean unread =
                large || status == REQUEST_TIMEOUT || error.code() == ReasonCode.REQUEST_TOO_LARGE;
        if (unread) {
            response.setHeader("Connection", "close");
        }
        error.answer(response, status);
        if (unread) {
            response.flushBuffer();
            RequestBody.drain(request);
        }
    }

    private static Optional<Integer> mediaProblem(HttpServletRequest request) {
        if (!isJson(request.getContentType()) || request.getHeader("Content-Encoding") != null) {
            return Optional.of(UNSUPPORTED_MEDIA_TYPE);
        }
        String accept = request.getHeader("Accept");
        return accept == null
                        || accept.contains("application/json")
                        || accept.contains("*/*")
                        || accept.contains("application/*")
                ? Optional.empty()
                : Optional.of(NOT_ACCEPTABLE);
    }

    /** A page of a foreign site can send other media types without asking us first. */
    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
        if (!parts[0].equals("application/json")) {
            return false;
        }
        for (String part : parts) {
            if (part.startsWith("charset=") && !part.replace("\"", "").equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
