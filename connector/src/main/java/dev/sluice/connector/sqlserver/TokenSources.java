package dev.sluice.connector.sqlserver;

import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.jdbc.LoginException;
import dev.sluice.connector.oauth.AccessTokens;
import dev.sluice.connector.oauth.Grant;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.connector.oauth.TokenEndpoint;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of Microsoft Entra for the database, which need none of its libraries: one that somebody
 * else issued, or what the token endpoint gives for a client's secret or a refresh token.
 *
 * @see <a
 *     href="https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow">
 *     Client credentials</a>
 */
final class TokenSources {
    static final String TENANT_ID = "tenant_id";

    private static final String AUTHORITY = "https://login.microsoftonline.com/";
    private static final String SCOPE = "https://database.windows.net/.default";
    private static final Duration TOKEN_MAX = Duration.ofSeconds(10);

    private TokenSources() {}

    /** Null where the login is by password. */
    static @Nullable TokenSource of(Target target) {
        return switch (target.settings().auth()) {
            case TOKEN -> new Given(target.credential());
            case OAUTH_CLIENT, OAUTH_REFRESH ->
                    new Issued(Sessions.tokens(target, defaults(target)));
            default -> null;
        };
    }

    private static Sessions.Defaults defaults(Target target) {
        String tenant = target.settings().options().get(TENANT_ID);
        TokenEndpoint endpoint =
                tenant == null
                        ? null
                        : TokenEndpoint.of(AUTHORITY + tenant + "/oauth2/v2.0/token", TENANT_ID);
        return new Sessions.Defaults(endpoint, SCOPE, Grant.ClientAuthentication.POST);
    }

    /** Tokens that are asked for, and asked for anew. */
    private record Issued(AccessTokens tokens) implements TokenSource {
        @Override
        public Secret token() throws LoginException {
            try (Stop stop = Stop.after(TOKEN_MAX)) {
                return tokens.token(stop);
            } catch (SourceFailure e) {
                throw new LoginException(
                        e.code() == ReasonCode.TIMEOUT
                                ? Diagnosis.NO_ANSWER
                                : Objects.requireNonNullElse(
                                        e.diagnosis(), Diagnosis.LOGIN_REFUSED));
            }
        }

        @Override
        public boolean refused(Secret used) {
            tokens.refused(used);
            return true;
        }

        @Override
        public void close() {
            tokens.close();
        }
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
