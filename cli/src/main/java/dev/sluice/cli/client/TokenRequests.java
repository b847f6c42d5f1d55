package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Requests of the command line's own public client to the server's OAuth endpoints. */
final class TokenRequests {
    /** The public client that every server knows. */
    static final String CLIENT = "sluice-cli";

    private static final long LIFETIME_UNSAID_SECONDS = 300;
    private static final long LIFETIME_MAX_SECONDS = 86_400;
    private static final int TOKEN_CHARACTERS_MAX = 8_192;

    private final Connection connection;
    private final InstantSource clock;

    TokenRequests(Connection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Posts a form, with the client's id; secrets travel in the body only (RFC 6749 section 2.3.1).
     */
    Connection.Answer post(String path, SequencedMap<String, String> form) {
        form.putFirst("client_id", CLIENT);
        HttpRequest.Builder request = connection.secret(connection.request(path));
        return connection.exchange(
                request.header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                        .build());
    }

    /** {@code error} of RFC 6749 section 5.2, empty when the answer is none. */
    static String error(Connection.Answer answer) {
        return answer.json().map(json -> json.path("error").asString("")).orElse("");
    }

    /**
     * The pair in an answer of the token endpoint.
     *
     * @param asked the scopes that were asked for: an answer without {@code scope} grants them all
     * @throws CommandFailure for an answer that holds no pair
     */
    TokenPair pair(Connection.Answer answer, List<String> asked) {
        JsonNode json = answer.json().orElse(Json.MAPPER.missingNode());
        if (answer.status() != 200
                || !token(json, "access_token")
                || !token(json, "refresh_token")) {
            throw answer.status() == 200
                    ? CommandFailure.of(
                            ReasonCode.SERVER_UNAVAILABLE,
                            "The server's answer holds no pair of tokens.")
                    : connection.refused(answer);
        }
        long said = json.path("expires_in").asLong(LIFETIME_UNSAID_SECONDS);
        long seconds = Math.clamp(said, 0, LIFETIME_MAX_SECONDS);
        return new TokenPair(
                json.path("access_token").stringValue(),
                clock.instant().plusSeconds(seconds),
                json.path("refresh_token").stringValue(),
                json.path("scope").isString()
                        ? TokenPair.words(json.path("scope").stringValue())
                        : asked);
    }

    private static boolean token(JsonNode json, String name) {
        JsonNode token = json.path(name);
        return token.isString()
                && token.stringValue().length() <= TOKEN_CHARACTERS_MAX
                && !token.stringValue().isEmpty()
                && token.stringValue().chars().allMatch(c -> c > ' ' && c < 127);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
