package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The server's JSON API. Every method throws {@link CommandFailure} with the server's reason. */
public final class AdminApi {
    /** The scope of the API, and the scope of questions. */
    public static final String ADMIN = "admin";

    public static final String QUERY = "query";

    /** What the server gives to who asks for nothing in particular. */
    static final String DEFAULT_SCOPE = "";

    private final Connection connection;
    private final Tokens tokens;
    private final Renewal renewal;

    public AdminApi(Connection connection, Tokens tokens) {
        this(connection, tokens, () -> false);
    }

    /** With somebody who may sign in again when the server wants a recent sign-in. */
    public AdminApi(Connection connection, Tokens tokens, Renewal renewal) {
        this.connection = connection;
        this.tokens = tokens;
        this.renewal = renewal;
    }

    /** A way to a sign-in of this moment. */
    @FunctionalInterface
    public interface Renewal {
        /** Whether the tokens now come of a new sign-in; throws {@link CommandFailure}. */
        boolean renew();
    }

    /** A request body. */
    public record Body(String contentType, HttpRequest.BodyPublisher publisher) {
        public static Body json(byte[] json) {
            return new Body("application/json", HttpRequest.BodyPublishers.ofByteArray(json));
        }

        public static Body yaml(String yaml) {
            return new Body(
                    "application/yaml",
                    HttpRequest.BodyPublishers.ofByteArray(yaml.getBytes(StandardCharsets.UTF_8)));
        }
    }

    public JsonNode get(String path) {
        return call("GET", path, Optional.empty());
    }

    public JsonNode post(String path, Optional<Body> body) {
        return call("POST", path, body);
    }

    /** As {@link #post}, for what gives data away and so wants both scopes. */
    public JsonNode postForData(String path, Body body) {
        return call("POST", path, Optional.of(body), ADMIN + " " + QUERY);
    }

    public JsonNode put(String path, Body body) {
        return call("PUT", path, Optional.of(body));
    }

    public void delete(String path) {
        call("DELETE", path, Optional.empty());
    }

    /** Who the token belongs to, with every scope that the client may have. */
    public JsonNode whoami() {
        return call("GET", "/api/v1/whoami", Optional.empty(), DEFAULT_SCOPE);
    }

    /** The HTTP status of a path that needs no token. */
    public int probe(String path) {
        return connection.exchange(connection.request(path).GET().build()).status();
    }

    private JsonNode call(String method, String path, Optional<Body> body) {
        return call(method, path, body, ADMIN);
    }

    private JsonNode call(String method, String path, Optional<Body> body, String scope) {
        String token = tokens.token(scope);
        Connection.Answer answer = once(method, path, body, token);
        if (answer.status() == 401
                && (wantsRecentLogin(answer) ? renewal.renew() : tokens.forget(scope, token))) {
            answer = once(method, path, body, tokens.token(scope));
        }
        if (!List.of(200, 201, 204).contains(answer.status())) {
            throw connection.refused(answer);
        }
        if (answer.status() != 204 && answer.json().isEmpty()) {
            throw CommandFailure.of(
                    ReasonCode.SERVER_UNAVAILABLE,
                    connection.settings().server() + " answered with something that is no JSON.");
        }
        return answer.json().orElse(Json.MAPPER.nullNode());
    }

    /** A refreshed token would be as old: only a new sign-in helps. */
    private static boolean wantsRecentLogin(Connection.Answer answer) {
        return answer.json()
                .filter(it ->
                        ReasonCode.RECENT_LOGIN_REQUIRED
                                .name()
                                .equals(it.path("code").asString("")))
                .isPresent();
    }

    private Connection.Answer once(String method, String path, Optional<Body> body, String token) {
        HttpRequest.Builder request =
                connection
                        .authorized(connection.request(path), "Bearer " + token)
                        .header("Accept", "application/json");
        body.ifPresent(sent -> request.header("Content-Type", sent.contentType()));
        return connection.exchange(
                request.method(
                                method,
                                body.map(Body::publisher)
                                        .orElseGet(HttpRequest.BodyPublishers::noBody))
                        .build());
    }
}
