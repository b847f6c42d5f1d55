package dev.sluice.server.keyservice;

import dev.sluice.server.keyservice.ServiceHttp.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth access token of our own, asked for again before it expires. Safe for use by several
 * threads.
 */
final class AccessTokens implements AutoCloseable {
    /** Before the end of a token's life. */
    private static final Duration RENEWED_BEFORE = Duration.ofSeconds(60);

    private static final int TOKEN_CHARACTERS_MAX = 16_384;

    /** One request for a token. */
    @FunctionalInterface
    interface Request {
        Answer send(ServiceHttp http);
    }

    private final ServiceHttp http;
    private final Request request;
    private final InstantSource clock;
    private @Nullable String token;
    private Instant until = Instant.EPOCH;

    AccessTokens(ServiceHttp http, Request request, InstantSource clock) {
        this.http = http;
        this.request = request;
        this.clock = clock;
    }

    /**
     * A token that is good for some time.
     *
     * @throws dev.sluice.core.SluiceException {@code KEY_SERVICE_UNAVAILABLE}
     */
    synchronized String token() {
        Instant now = clock.instant();
        String known = token;
        if (known != null && now.isBefore(until)) {
            return known;
        }
        Answer answer = request.send(http);
        String fresh = answer.text("access_token");
        // Azure's metadata service writes the seconds as text.
        long seconds = answer.json().path("expires_in").asLong(0);
        if (answer.status() != 200
                || fresh.isEmpty()
                || fresh.length() > TOKEN_CHARACTERS_MAX
                || !fresh.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw http.refused(answer);
        }
        token = fresh;
        until = now.plusSeconds(Math.max(0, seconds)).minus(RENEWED_BEFORE);
        return fresh;
    }

    @Override
    public void close() {
        http.close();
    }
}
