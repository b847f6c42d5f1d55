package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Access tokens for the requests of this process: the one that is set, a client's own, kept in
 * memory and renewed shortly before they expire, or those of the person who is signed in. Safe for
 * use by several threads.
 */
public final class Tokens {
    private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofSeconds(30);
    private static final Duration LIFETIME_UNSAID = Duration.ofMinutes(5);

    private final Connection connection;
    private final SignIn signIn;
    private final Map<String, Held> tokensByScope = new HashMap<>();
    private String refused = "";

    /**
     * Tokens for the server of a connection.
     *
     * @param signIn asked when the environment names nobody
     */
    public Tokens(Connection connection, SignIn signIn) {
        this.connection = connection;
        this.signIn = signIn;
    }

    private record Held(String token, Instant renewAt) {
        @Override
        public String toString() {
            return "Held[redacted]";
        }
    }

    /**
     * A token with the scope.
     *
     * @param scope empty for every scope that the client may have
     * @throws CommandFailure {@code UNAUTHENTICATED} or {@code INSUFFICIENT_SCOPE}
     */
    public synchronized String token(String scope) {
        return switch (connection.settings().credentials()) {
            case Settings.Credentials.None _ -> ofPerson(scope);
            case Settings.Credentials.Token(Secret token) -> ascii(token);
            case Settings.Credentials.Client client -> {
                Held held = tokensByScope.get(scope);
                if (held == null || Instant.now().isAfter(held.renewAt())) {
                    held = obtain(client, scope);
                    tokensByScope.put(scope, held);
                }
                yield held.token();
            }
        };
    }

    /**
     * Forgets a token that a server refused.
     *
     * @return whether asking again may give another one
     */
    public synchronized boolean forget(String scope, String token) {
        Held held = tokensByScope.get(scope);
        if (held != null && held.token().equals(token)) {
            tokensByScope.remove(scope);
        }
        return switch (connection.settings().credentials()) {
            case Settings.Credentials.Client _ -> true;
            case Settings.Credentials.Token _ -> false;
            case Settings.Credentials.None _ -> {
                refused = token;
                yield true;
            }
        };
    }

    private String ofPerson(String scope) {
        TokenPair pair = signIn.fresh(refused);
        for (String wanted : TokenPair.words(scope)) {
            if (!pair.scopes().contains(wanted)) {
                throw CommandFailure.of(
                        ReasonCode.INSUFFICIENT_SCOPE,
                        "You are signed in without the scope '%s': your account may not have it, or"
                                        .formatted(wanted)
                                + " 'sluice login' did not ask for it.");
            }
        }
        return pair.access();
    }

    /** The client credentials grant, RFC 6749 section 4.4, authenticated as section 2.3.1 says. */
    private Held obtain(Settings.Credentials.Client client, String scope) {
        String pair = encoded(client.id()) + ":" + encoded(ascii(client.secret()));
        String form = "grant_type=client_credentials";
        if (!scope.isEmpty()) {
            form += "&scope=" + encoded(scope);
        }
        HttpRequest request =
                connection
                        .authorized(
                                connection.request("/oauth2/token"),
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        pair.getBytes(StandardCharsets.UTF_8)))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        Connection.Answer answer = connection.exchange(request);
        JsonNode json = answer.json().orElse(Json.MAPPER.missingNode());
        JsonNode token = json.path("access_token");
        if (answer.status() != 200 || !token.isString()) {
            throw refused(answer, json, scope);
        }
        long seconds = json.path("expires_in").asLong(LIFETIME_UNSAID.toSeconds());
        return new Held(
                token.stringValue(),
                Instant.now().plusSeconds(seconds).minus(RENEWED_BEFORE_EXPIRY));
    }

    /** RFC 6749 section 5.2. */
    private CommandFailure refused(Connection.Answer answer, JsonNode json, String scope) {
        return switch (json.path("error").asString("")) {
            case "invalid_client" ->
                    CommandFailure.of(
                            ReasonCode.UNAUTHENTICATED,
                            "The server knows no client with this id and secret.");
            case "invalid_scope" ->
                    CommandFailure.of(
                            ReasonCode.INSUFFICIENT_SCOPE,
                            "The client may not have the scope '" + scope + "'.");
            case "unauthorized_client" ->
                    CommandFailure.of(
                            ReasonCode.UNAUTHENTICATED,
                            "The client may not sign in by itself (client_credentials).");
            default -> connection.refused(answer);
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String ascii(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.US_ASCII);
    }
}
