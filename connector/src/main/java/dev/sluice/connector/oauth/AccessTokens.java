package dev.sluice.connector.oauth;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.http.HttpCall;
import dev.sluice.connector.http.HttpCalls;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The access token of one grant: asked for when it is first needed, asked for anew before it
 * expires or once a service refuses it, and forgotten when closed. Safe for use by several threads;
 * one of them asks, the others wait.
 */
public final class AccessTokens implements AutoCloseable {
    static final int TOKEN_CHARACTERS_MAX = 16 << 10;

    private static final int REPLY_BYTES_MAX = 64 << 10;

    /** Taken where an endpoint does not say how long its token is good for. */
    private static final Duration LIFETIME_UNSAID = Duration.ofMinutes(5);

    private static final Duration LIFETIME_MAX = Duration.ofDays(1);

    /** A token that is as good as expired might be so when it arrives. */
    private static final Duration SKEW_MAX = Duration.ofMinutes(1);

    /** RFC 6749 section 5.2; what else an endpoint writes is not passed on. */
    private static final Set<String> ERRORS =
            Set.of(
                    "invalid_request",
                    "invalid_client",
                    "invalid_grant",
                    "unauthorized_client",
                    "unsupported_grant_type",
                    "invalid_scope");

    private final HttpCalls calls;
    private final TokenEndpoint endpoint;
    private final Grant grant;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Secret token;
    private @Nullable Secret rotated;
    private Instant freshUntil = Instant.MIN;

    /**
     * Asks for nothing yet.
     *
     * @param calls to the endpoint, closed with this
     */
    public AccessTokens(HttpCalls calls, TokenEndpoint endpoint, Grant grant, InstantSource clock) {
        this.calls = calls;
        this.endpoint = endpoint;
        this.grant = grant;
        this.clock = clock;
    }

    /**
     * A token that is good for a while yet; the caller closes it.
     *
     * @throws SourceFailure {@code SOURCE_UNAVAILABLE} with {@code details.oauth_error} when the
     *     endpoint refuses, or as a call fails
     */
    public Secret token(Stop stop) throws SourceFailure {
        acquire(stop);
        try {
            if (token == null || !clock.instant().isBefore(freshUntil)) {
                ask(stop);
            }
            return copy();
        } finally {
            lock.unlock();
        }
    }

    /** A service did not take this token: the next one is asked for anew. */
    public void refused(Secret used) {
        lock.lock();
        try {
            if (token != null && MessageDigest.isEqual(token.reveal(), used.reveal())) {
                forget();
            }
        } finally {
            lock.unlock();
        }
    }

    private void acquire(Stop stop) throws SourceFailure {
        try {
            if (!lock.tryLock(stop.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw SourceFailure.of(ReasonCode.TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceFailure.of(ReasonCode.CANCELLED);
        }
    }

    private Secret copy() {
        if (token == null) {
            throw new IllegalStateException("no token");
        }
        return Secret.takingOver(token.reveal().clone());
    }

    private void ask(Stop stop) throws SourceFailure {
        Instant asked = clock.instant();
        HttpReply reply;
        try (Secret form = grant.form(endpoint, asked, rotated)) {
            HttpCall call =
                    new HttpCall(
                                    endpoint.origin(),
                                    "POST",
                                    endpoint.path(),
                                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                                    form,
                                    REPLY_BYTES_MAX)
                            .with("Accept", "application/json");
            String authorization = grant.authorization();
            reply =
                    calls.send(
                            authorization == null
                                    ? call
                                    : call.with("Authorization", authorization),
                            stop);
        }
        forget();
        if (!reply.succeeded()) {
            throw refusal(reply);
        }
        keep(reply.object(), asked);
    }

    private void keep(JsonNode answer, Instant asked) throws SourceFailure {
        String text = answer.path("access_token").asString("");
        boolean bearer = answer.path("token_type").asString("").equalsIgnoreCase("bearer");
        if (!bearer || text.isEmpty() || !isToken(text)) {
            throw SourceFailure.unreadable();
        }
        // A token that replaces the one which was used is the only one left: kept before all else.
        rotate(answer.path("refresh_token").asString(""));
        Duration lifetime = lifetime(answer.path("expires_in"));
        Duration skew = lifetime.dividedBy(4);
        token = Secret.takingOver(text.getBytes(StandardCharsets.US_ASCII));
        freshUntil = asked.plus(lifetime).minus(skew.compareTo(SKEW_MAX) < 0 ? skew : SKEW_MAX);
    }

    private void rotate(String next) throws SourceFailure {
        if (!(grant instanceof Grant.RefreshToken refresh) || next.isEmpty()) {
            return;
        }
        if (!isToken(next)) {
            throw SourceFailure.unreadable();
        }
        Secret given = Secret.takingOver(next.getBytes(StandardCharsets.US_ASCII));
        if (rotated != null) {
            rotated.close();
        }
        rotated = given;
        refresh.rotated().accept(given);
    }

    /** Visible ASCII, so that it can stand in a header and nothing else can. */
    private static boolean isToken(String text) {
        return text.length() <= TOKEN_CHARACTERS_MAX
                && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static Duration lifetime(JsonNode seconds) {
        long given = seconds.asLong(LIFETIME_UNSAID.toSeconds());
        return Duration.ofSeconds(Math.clamp(given, 0, LIFETIME_MAX.toSeconds()));
    }

    private static SourceFailure refusal(HttpReply reply) {
        if (reply.status() == 429 || reply.status() >= 500) {
            return SourceFailure.ofStatus(reply.status());
        }
        String error = "other";
        try {
            String said = reply.object().path("error").asString("");
            error = ERRORS.contains(said) ? said : error;
        } catch (SourceFailure e) {
            // The status says enough.
        }
        // What was given once is gone (RFC 6749): expired, revoked, or replaced by another.
        Diagnosis diagnosis =
                error.equals("invalid_grant")
                        ? Diagnosis.CREDENTIAL_EXPIRED
                        : Diagnosis.LOGIN_REFUSED;
        return SourceFailure.of(diagnosis, null, Map.of("oauth_error", error));
    }

    private void forget() {
        if (token != null) {
            token.close();
            token = null;
        }
        freshUntil = Instant.MIN;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            forget();
            if (rotated != null) {
                rotated.close();
                rotated = null;
            }
        } finally {
            lock.unlock();
        }
        calls.close();
    }
}
