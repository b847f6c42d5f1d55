package dev.sluice.connector.oauth;

import dev.sluice.connector.http.SourceFailure;
import dev.sluice.core.Secret;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is exchanged for an access token. Each supplier opens a secret that is closed after the
 * exchange.
 */
public sealed interface Grant {
    /** How a client says who it is (RFC 6749 section 2.3.1). */
    enum ClientAuthentication {
        /** By the {@code Authorization} header. */
        BASIC,
        /** In the form itself. */
        POST
    }

    /**
     * A program in its own name (RFC 6749 section 4.4).
     *
     * @param scope null to ask for what the client may have
     */
    record ClientCredentials(
            String clientId,
            Supplier<Secret> clientSecret,
            ClientAuthentication authentication,
            @Nullable String scope)
            implements Grant {}

    /**
     * In the name of somebody who agreed once (RFC 6749 section 6).
     *
     * @param clientSecret null for a public client
     * @param rotated keeps the refresh token that an endpoint gave in place of the former, which
     *     may then be of no use any more
     */
    record RefreshToken(
            String clientId,
            @Nullable Supplier<Secret> clientSecret,
            ClientAuthentication authentication,
            @Nullable String scope,
            Supplier<Secret> refreshToken,
            Consumer<Secret> rotated)
            implements Grant {}

    /**
     * A service account that signs for itself (RFC 7523 section 2.1), by the key file that Google
     * hands out: a JSON object with {@code client_email}, {@code private_key_id} and {@code
     * private_key}. The address that the file names for tokens is not followed.
     */
    record ServiceAccount(Supplier<Secret> keyFile, String scope) implements Grant {}

    /**
     * The form to post, which the caller closes.
     *
     * @param rotated the refresh token that came in place of the grant's own, null when none did
     */
    default Secret form(TokenEndpoint endpoint, Instant now, @Nullable Secret rotated)
            throws SourceFailure {
        try (Form form = new Form()) {
            switch (this) {
                case ClientCredentials grant -> {
                    form.add("grant_type", "client_credentials");
                    form.addIfPresent("scope", grant.scope());
                    client(form, grant.clientId(), grant.clientSecret(), grant.authentication());
                }
                case RefreshToken grant -> {
                    form.add("grant_type", "refresh_token");
                    if (rotated == null) {
                        try (Secret token = grant.refreshToken().get()) {
                            form.add("refresh_token", token);
                        }
                    } else {
                        form.add("refresh_token", rotated);
                    }
                    form.addIfPresent("scope", grant.scope());
                    client(form, grant.clientId(), grant.clientSecret(), grant.authentication());
                }
                case ServiceAccount grant -> {
                    form.add("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
                    try (Secret file = grant.keyFile().get();
                            Secret assertion =
                                    Assertion.signed(
                                            file, grant.scope(), endpoint.audience(), now)) {
                        form.add("assertion", assertion);
                    }
                }
            }
            return form.toSecret();
        }
    }

    private static void client(
            Form form,
            String clientId,
            @Nullable Supplier<Secret> clientSecret,
            ClientAuthentication authentication) {
        if (authentication == ClientAuthentication.BASIC && clientSecret != null) {
            return;
        }
        form.add("client_id", clientId);
        if (clientSecret != null) {
            try (Secret secret = clientSecret.get()) {
                form.add("client_secret", secret);
            }
        }
    }

    /** The value of the {@code Authorization} header, null for none. */
    default @Nullable String authorization() {
        return switch (this) {
            case ClientCredentials grant ->
                    basic(grant.clientId(), grant.clientSecret(), grant.authentication());
            case RefreshToken grant ->
                    basic(grant.clientId(), grant.clientSecret(), grant.authentication());
            case ServiceAccount _ -> null;
        };
    }

    private static @Nullable String basic(
            String clientId,
            @Nullable Supplier<Secret> clientSecret,
            ClientAuthentication authentication) {
        if (authentication == ClientAuthentication.POST || clientSecret == null) {
            return null;
        }
        try (Form pair = new Form();
                Secret secret = clientSecret.get()) {
            return "Basic " + pair.basic(clientId, secret);
        }
    }
}
