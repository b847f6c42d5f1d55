package dev.sluice.server.mcp;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.Epochs;
import dev.sluice.server.http.AllowedHosts;
import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.http.RawHttp;
import dev.sluice.server.http.WebServer;
import dev.sluice.server.mcp.input.RequestStates;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The endpoint on a free port, with tools of the test's choice and one static token. */
final class TestServer implements AutoCloseable {
    static final Duration BODY_TIME_MAX = Duration.ofSeconds(2);
    static final String TOKEN = "let-me-in";
    static final Authentication.Challenge CHALLENGE =
            new Authentication.Challenge(
                    ReasonCode.UNAUTHENTICATED,
                    "Sign in first.",
                    "Bearer resource_metadata=\"http://127.0.0.1/x\", scope=\"query\"");

    private final ClientWatch watch = new ClientWatch();
    private final WebServer server;

    TestServer(Tool... tools) {
        this(TestServer::authenticate, tools);
    }

    TestServer(Authenticator authenticator, Tool... tools) {
        this(authenticator, Offer.of(caller -> List.of(tools)), ListenMethod.SILENCE_MAX);
    }

    TestServer(Authenticator authenticator, Offer offer, Duration silenceMax) {
        AllowedHosts hosts = new AllowedHosts(List.of(URI.create("https://data.example.org")));
        server =
                new WebServer(
                        "127.0.0.1",
                        0,
                        hosts,
                        Optional::empty,
                        Map.of(
                                "/api/mcp",
                                new McpServlet(
                                        authenticator,
                                        new Dispatcher(
                                                offer,
                                                new ServerInfo("0.1.0-test", "Call echo."),
                                                new RequestStates(InstantSource.system()),
                                                silenceMax),
                                        hosts,
                                        watch,
                                        BODY_TIME_MAX)));
        server.start();
    }

    int port() {
        return server.port();
    }

    RawHttp connect() throws IOException {
        return new RawHttp(port());
    }

    /** One POST on a connection of its own. */
    RawHttp.Answer post(String body, String... headers) throws IOException {
        try (RawHttp connection = connect()) {
            return connection.send(request(body, headers)).read();
        }
    }

    /** A complete request; headers are given as whole lines and come after the usual ones. */
    String request(String body, String... headers) {
        return "POST /api/mcp HTTP/1.1\r\nHost: 127.0.0.1:"
                + port()
                + "\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\nContent-Type: application/json\r\n"
                + "Accept: application/json, text/event-stream\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length
                + "\r\n"
                + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
                + "\r\n"
                + body;
    }

    static Authentication authenticate(@Nullable String authorization, String scope) {
        return ("Bearer " + TOKEN).equals(authorization) && scope.equals("query")
                ? new Authentication.Authenticated(
                        new Principal(
                                new TenantId("acme"),
                                "ada",
                                "test",
                                null,
                                Set.of("query"),
                                Map.of()),
                        new Epochs("jti", 0, "ada", 0))
                : CHALLENGE;
    }

    @Override
    public void close() {
        server.close();
        watch.close();
    }
}
