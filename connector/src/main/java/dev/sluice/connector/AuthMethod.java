package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a database is told who connects. Which secrets each needs, {@link SecretName} says. */
public enum AuthMethod {
    /** Nothing is asked: a file, or a server that trusts its network. */
    NONE,
    /** A user and a password. */
    PASSWORD,
    /** A user and a private key, whose public half the database knows. */
    KEY_PAIR,
    /** A token that somebody issued: a personal access token, a JWT. */
    TOKEN,
    /** OAuth client credentials (RFC 6749 section 4.4). */
    OAUTH_CLIENT,
    /** An OAuth refresh token (RFC 6749 section 6), with the client that it was given to. */
    OAUTH_REFRESH,
    /** A service account's key, which signs its own assertions (RFC 7523). */
    SERVICE_ACCOUNT;

    /** The spelling of settings, for example {@code key-pair}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads the spelling of {@link #wireName}.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public static AuthMethod of(String wireName) {
        for (AuthMethod method : values()) {
            if (method.wireName().equals(wireName)) {
                return method;
            }
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "auth is one of "
                        + Arrays.stream(values())
                                .map(AuthMethod::wireName)
                                .collect(Collectors.joining(", "))
                        + ".",
                Map.of("argument", "auth"));
    }
}
