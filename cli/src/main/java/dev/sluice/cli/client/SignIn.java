package dev.sluice.cli.client;

import dev.sluice.cli.keyring.Keyring;
import dev.sluice.cli.keyring.KeyringFailure;
import dev.sluice.core.ReasonCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * The person who is signed in at one server: a pair of tokens in the keyring, renewed when the
 * access token has less than a minute left. A refresh token is good for one use, and its second use
 * ends the sign-in: so only one process of this user refreshes at a time, and looks into the
 * keyring again once it is its turn.
 */
public final class SignIn {
    private static final Duration RENEWED_BEFORE_EXPIRY = Duration.ofSeconds(60);

    private final Keyring keyring;
    private final Connection connection;
    private final TokenRequests requests;
    private final OneAtATime turns;
    private final InstantSource clock;

    /**
     * The sign-in at the connection's server.
     *
     * @param lockFile which processes of this user wait at; it stays empty
     */
    public SignIn(Keyring keyring, Connection connection, Path lockFile, InstantSource clock) {
        this.keyring = keyring;
        this.connection = connection;
        this.requests = new TokenRequests(connection, clock);
        this.turns = new OneAtATime(lockFile);
        this.clock = clock;
    }

    /** The device flow at the same server. */
    public DeviceFlow deviceFlow(DeviceFlow.Pause pause) {
        return new DeviceFlow(connection, clock, pause);
    }

    /** What is kept for this server. */
    public Optional<TokenPair> kept() {
        return using(() -> keyring.get(account())).flatMap(TokenPair::of);
    }

    /** Keeps a new pair in place of the one before. */
    public void keep(TokenPair pair) {
        using(() -> {
            keyring.put(account(), pair.text());
            return pair;
        });
    }

    /**
     * A pair whose access token is good for some time.
     *
     * @param refused an access token that the server did not accept, empty for none
     * @throws CommandFailure {@code UNAUTHENTICATED} when nobody is signed in, or not any more
     */
    public TokenPair fresh(String refused) {
        TokenPair pair = kept().orElseThrow(SignIn::nobody);
        if (good(pair, refused)) {
            return pair;
        }
        return turns.take(() -> {
            TokenPair now = kept().orElseThrow(SignIn::nobody);
            return good(now, refused) ? now : refresh(now);
        });
    }

    private boolean good(TokenPair pair, String refused) {
        return !pair.access().equals(refused)
                && clock.instant().isBefore(pair.expiresAt().minus(RENEWED_BEFORE_EXPIRY));
    }

    private TokenPair refresh(TokenPair old) {
        SequencedMap<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", old.refresh());
        Connection.Answer answer = requests.post("/oauth2/token", form);
        if (TokenRequests.error(answer).equals("invalid_grant")) {
            wipe();
            throw CommandFailure.of(
                    ReasonCode.UNAUTHENTICATED,
                    "Your sign-in has ended. Sign in again with 'sluice login'.");
        }
        TokenPair pair = requests.pair(answer, old.scopes());
        keep(pair);
        return pair;
    }

    /** Removes both tokens from the keyring; the server is not told. */
    public void wipe() {
        using(() -> {
            keyring.remove(account());
            return true;
        });
    }

    /**
     * Tells the server that a pair is not to be accepted any more (RFC 7009). The refresh token
     * takes the access tokens along that came from it.
     */
    public void revoke(TokenPair pair) {
        SequencedMap<String, String> form = new LinkedHashMap<>();
        form.put("token", pair.refresh());
        form.put("token_type_hint", "refresh_token");
        Connection.Answer answer = requests.post("/oauth2/revoke", form);
        if (answer.status() != 200) {
            throw connection.refused(answer);
        }
    }

    private String account() {
        return connection.settings().server().toString();
    }

    private static CommandFailure nobody() {
        return CommandFailure.of(
                ReasonCode.UNAUTHENTICATED,
                "Not signed in: run 'sluice login', or set SLUICE_TOKEN, or SLUICE_CLIENT_ID with"
                        + " SLUICE_CLIENT_SECRET or SLUICE_CLIENT_SECRET_FILE.");
    }

    private static <T> T using(Supplier<T> work) {
        try {
            return work.get();
        } catch (KeyringFailure e) {
            throw CommandFailure.of(
                    ReasonCode.UNAUTHENTICATED,
                    Optional.ofNullable(e.getMessage()).orElse("The keyring cannot be used."));
        }
    }
}
