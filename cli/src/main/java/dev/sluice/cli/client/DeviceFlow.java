package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * Signing in by a browser that may be on another machine (RFC 8628). The password, and whatever
 * else the server asks for, never comes near this process.
 */
public final class DeviceFlow {
    private static final Duration INTERVAL_UNSAID = Duration.ofSeconds(5);
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final Duration INTERVAL_MAX = Duration.ofSeconds(60);
    private static final Duration LIFETIME_MAX = Duration.ofHours(1);
    private static final int CODE_CHARACTERS_MAX = 64;

    private final Connection connection;
    private final TokenRequests requests;
    private final InstantSource clock;
    private final Pause pause;

    /** Waits; a test's does not. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    DeviceFlow(Connection connection, InstantSource clock, Pause pause) {
        this.connection = connection;
        this.requests = new TokenRequests(connection, clock);
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * What a person needs to know.
     *
     * @param userCode to be typed at the address
     * @param address where
     * @param complete an address that holds the code already
     */
    public record Invitation(
            String userCode,
            URI address,
            Optional<URI> complete,
            Instant expiresAt,
            List<String> scopes,
            Waiting waiting) {}

    /** What only the one who waits needs; the code is a secret. */
    public record Waiting(String deviceCode, Duration interval) {
        @Override
        public String toString() {
            return "Waiting[redacted]";
        }
    }

    /** Asks the server for a code. */
    public Invitation start(List<String> scopes) {
        SequencedMap<String, String> form = new LinkedHashMap<>();
        form.put("scope", String.join(" ", scopes));
        form.put("resource", connection.settings().resolve(McpEndpoint.PATH).toString());
        Connection.Answer answer = requests.post("/oauth2/device_authorization", form);
        JsonNode json = answer.json().orElse(Json.MAPPER.missingNode());
        Optional<URI> address = address(json.path("verification_uri"));
        if (answer.status() != 200
                || address.isEmpty()
                || !code(json.path("user_code"))
                || !json.path("device_code").isString()) {
            throw answer.status() == 200
                    ? CommandFailure.of(
                            ReasonCode.SERVER_UNAVAILABLE,
                            "The server's answer holds no code to sign in with.")
                    : connection.refused(answer);
        }
        long lifetime = json.path("expires_in").asLong(LIFETIME_MAX.toSeconds());
        return new Invitation(
                json.path("user_code").stringValue(),
                address.get(),
                address(json.path("verification_uri_complete")),
                clock.instant().plusSeconds(Math.clamp(lifetime, 0, LIFETIME_MAX.toSeconds())),
                scopes,
                new Waiting(json.path("device_code").stringValue(), interval(json)));
    }

    /**
     * Waits until the person has decided.
     *
     * @throws CommandFailure when the person declined, or did nothing in time
     */
    public TokenPair await(Invitation invitation) throws InterruptedException {
        Duration interval = invitation.waiting().interval();
        while (clock.instant().isBefore(invitation.expiresAt())) {
            pause.of(interval);
            SequencedMap<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
            form.put("device_code", invitation.waiting().deviceCode());
            Connection.Answer answer;
            try {
                answer = requests.post("/oauth2/token", form);
            } catch (CommandFailure e) {
                interval = within(interval.multipliedBy(2));
                continue;
            }
            switch (TokenRequests.error(answer)) {
                case "" -> {
                    return requests.pair(answer, invitation.scopes());
                }
                case "authorization_pending" -> {}
                case "slow_down" -> interval = within(interval.plus(SLOWER));
                case "access_denied" ->
                        throw CommandFailure.of(
                                ReasonCode.UNAUTHENTICATED, "The request was declined.");
                case "expired_token" -> throw expired();
                default -> throw connection.refused(answer);
            }
        }
        throw expired();
    }

    private static CommandFailure expired() {
        return CommandFailure.of(
                ReasonCode.UNAUTHENTICATED,
                "The code expired before anybody confirmed it; 'sluice login' gives another.");
    }

    private static Duration interval(JsonNode json) {
        JsonNode said = json.path("interval");
        return said.isIntegralNumber()
                ? within(Duration.ofSeconds(Math.clamp(said.longValue(), 1, 3_600)))
                : INTERVAL_UNSAID;
    }

    private static Duration within(Duration interval) {
        return interval.compareTo(INTERVAL_MAX) > 0 ? INTERVAL_MAX : interval;
    }

    private static boolean code(JsonNode code) {
        return code.isString()
                && code.stringValue().length() <= CODE_CHARACTERS_MAX
                && code.stringValue().chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Only http and https: the address is shown, and may be handed to the browser. */
    private static Optional<URI> address(JsonNode text) {
        if (!text.isString()) {
            return Optional.empty();
        }
        try {
            URI uri = URI.create(text.stringValue());
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
