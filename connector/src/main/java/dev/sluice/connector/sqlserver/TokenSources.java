package dev.sluice.connector.sqlserver;

import dev.sluice.connector.Credential;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.core.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of Microsoft Entra for the database, which need none of its libraries: one that somebody
 * else issued, or what the token endpoint gives for a client's secret or a refresh token.
 *
 * @see <a href="https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow">
 *     Client credentials</a>
 */
final class TokenSources {
    static final String TENANT_ID = "tenant_id";
    static final String CLIENT_ID = "client_id";
    static final String AUTHORITY = "authority";

    private TokenSources() {}

    /** Null where the login is by password. */
    static @Nullable TokenSource of(Target target) {
        return switch (target.settings().auth()) {
            case TOKEN -> new Given(target.credential());
            case OAUTH_CLIENT, OAUTH_REFRESH -> throw new IllegalArgumentException("soon");
            default -> null;
        };
    }

    /** A token that somebody issued, of which there is no other. */
    private record Given(Credential credential) implements TokenSource {
        @Override
        public Secret token() {
            return credential.open(SecretName.TOKEN);
        }

        @Override
        public boolean refused(Secret used) {
            return false;
        }

        @Override
        public void close() {}
    }
}
