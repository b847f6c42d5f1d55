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
import java.time.Duration;
import java.util.Enumeration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP endpoint: POST with one JSON-RPC message, answered with one JSON object, or with a stream
 * of events where notifications go ahead of the answer. Who asks is settled before a byte of the
 * body is read.
 */
public final class McpServlet extends HttpServlet {
    /** The scope that a token needs here. */
    public static final String SCOPE = "query";

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(McpServlet.class);
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int ACCEPTED = 202;

    private final transient Authenticator authenticator;
    private final transient AllowedHosts hosts;
    private final transient ClientWatch watch;
    private final transient Dispatcher dispatcher;
    private final transient MessageReader reader = new MessageReader();
    private final transient Duration bodyTimeMax;

    /**
     * Serves this offer.
     *
     * @param authenticator asked once per request, for {@link #SCOPE}
     * @param hosts which origins' pages may call us
     * @param watch notices clients that go away
     */
    public McpServlet(
            Authenticator authenticator,
            Offer offer,
            ServerInfo info,
            AllowedHosts hosts,
            ClientWatch watch) {
        this(authenticator, new Dispatcher(offer, info), hosts, watch, RequestBody.TIME_MAX);
    }

    McpServlet(
            Authenticator authenticator,
            Dispatcher dispatcher,
            AllowedHosts hosts,
            ClientWatch watch,
            Duration bodyTimeMax) {
        this.authenticator = authenticator;
        this.hosts = hosts;
        this.watch = watch;
        this.dispatcher = dispatcher;
        this.bodyTimeMax = bodyTimeMax;
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
                        ReasonCode.METHOD_NOT_ALLOWED,
                        "The MCP endpoint takes POST only: it has no sessions and no streams.",
                        requestId)
                .answer(response, METHOD_NOT_ALLOWED);
        return false;
    }

    private boolean isFromUs(
            HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        if (isSingle(request, "Origin")
                && hosts.allowsOrigin(request.getHeader("Origin"), request.getLocalPort())) {
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
        switch (authenticator.authenticate(authorization(request), SCOPE)) {
            case Authentication.Challenge challenge ->
                    challenge(request, response, challenge, requestId);
            case Authentication.Authenticated caller -> serve(request, response, caller, requestId);
        }
    }

    /** Which of several counts would be anybody's guess, so several are like a bad one. */
    private static @Nullable String authorization(HttpServletRequest request) {
        return isSingle(request, "Authorization") ? request.getHeader("Authorization") : "";
    }

    private static boolean isSingle(HttpServletRequest request, String header) {
        Enumeration<String> values = request.getHeaders(header);
        if (!values.hasMoreElements()) {
            return true;
        }
        values.nextElement();
        return !values.hasMoreElements();
    }

    private void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication.Authenticated caller,
            String requestId)
            throws IOException {
        OptionalInt problem = MediaRules.problem(request);
        if (problem.isPresent()) {
            refuse(
                    request,
                    response,
                    new ErrorObject(
                            ReasonCode.MEDIA_TYPE_UNSUPPORTED,
                            "The MCP endpoint takes and answers application/json in UTF-8, not"
                                    + " compressed.",
                            requestId),
                    problem.getAsInt());
            return;
        }
        switch (RequestBody.read(request, bodyTimeMax)) {
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
                                            + bodyTimeMax.toSeconds()
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
        Optional<EventStream> stream;
        try (WatchedClient client = new WatchedClient(watch, request, response)) {
            reply =
                    switch (reader.read(body)) {
                        case MessageReader.Body.Unreadable unreadable ->
                                Dispatcher.refused(null, unreadable.error(), headers, requestId);
                        case MessageReader.Body.Json json ->
                                dispatcher.body(
                                        json.node(),
                                        new Exchange(
                                                caller,
                                                headers,
                                                requestId,
                                                client,
                                                () ->
                                                        authenticator.authenticate(
                                                                authorization(request), SCOPE)));
                    };
            stream = client.stream();
        }
        if (stream.isPresent()) {
            finish(stream.get(), reply);
            return;
        }
        switch (reply) {
            case Reply.Json json -> JsonAnswer.write(response, json.status(), json.body());
            case Reply.Accepted() -> response.setStatus(ACCEPTED);
            case Reply.Challenged challenged ->
                    challenge(request, response, challenged.challenge(), requestId);
        }
    }

    /**
     * The answer to a request that has had notifications already. A challenge has no place in it:
     * the stream ends without an answer, and the client that asks again gets the challenge.
     */
    private static void finish(EventStream stream, Reply reply) throws IOException {
        if (reply instanceof Reply.Json json) {
            stream.message(json.body());
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

    /**
     * Answers a request that is not served. What a known caller still sends is taken in, so that it
     * gets to see why; for others Jetty closes the connection if much is left.
     */
    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, ErrorObject error, int status)
            throws IOException {
        boolean unread = error.code() == ReasonCode.REQUEST_TOO_LARGE || status == REQUEST_TIMEOUT;
        if (unread) {
            response.setHeader("Connection", "close");
        }
        error.answer(response, status);
        if (unread) {
            response.flushBuffer();
            RequestBody.drain(request);
        }
    }
}
