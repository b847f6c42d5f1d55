package dev.sluice.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person signed in with: both tokens in one text, so that one write to the keyring replaces
 * both.
 *
 * @param expiresAt of the access token
 * @param scopes that the server granted
 */
public record TokenPair(String access, Instant expiresAt, String refresh, List<String> scopes) {
    public TokenPair {
        scopes = List.copyOf(scopes);
    }

    /** As one line for the keyring. */
    String text() {
        ObjectNode json =
                Json.MAPPER
                        .createObjectNode()
                        .put("access_token", access)
                        .put("refresh_token", refresh)
                        .put("expires_at", expiresAt.getEpochSecond())
                        .put("scope", String.join(" ", scopes));
        return Json.MAPPER.writeValueAsString(json);
    }

    /** Empty for a text that is none of ours. */
    static Optional<TokenPair> of(String text) {
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            if (!json.path("access_token").isString()
                    || !json.path("refresh_token").isString()
                    || !json.path("expires_at").isIntegralNumber()) {
                return Optional.empty();
            }
            return Optional.of(
                    new TokenPair(
                            json.path("access_token").stringValue(),
                            Instant.ofEpochSecond(json.path("expires_at").longValue()),
                            json.path("refresh_token").stringValue(),
                            words(json.path("scope").asString(""))));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static List<String> words(String scope) {
        return scope.isBlank() ? List.of() : List.of(scope.strip().split(" +"));
    }

    @Override
    public String toString() {
        return "TokenPair[redacted, expiresAt=" + expiresAt + ", scopes=" + scopes + "]";
    }
}
