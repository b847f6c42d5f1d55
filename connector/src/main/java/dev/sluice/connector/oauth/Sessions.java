package dev.sluice.connector.oauth;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Network;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.http.Authorization;
import dev.sluice.connector.http.Encryption;
import dev.sluice.connector.http.HttpCalls;
import dev.sluice.connector.http.Origin;
import dev.sluice.connector.http.Session;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens sessions with services, authorized as their settings ask. */
public final class Sessions {
    private Sessions() {}

    /**
     * How an engine's services take OAuth, where the options do not say it.
     *
     * @param endpoint null when the options must name it
     * @param scope null to ask for none
     */
    public record Defaults(
            @Nullable TokenEndpoint endpoint,
            @Nullable String scope,
            Grant.ClientAuthentication authentication) {
        /** The options name the endpoint; the client says who it is in a header. */
        public static final Defaults NONE =
                new Defaults(null, null, Grant.ClientAuthentication.BASIC);
    }

    /** The server of the settings. */
    public static Origin origin(ConnectionSettings settings) {
        return new Origin(
                settings.tls().mode() != TlsMode.DISABLE, settings.host(), settings.port());
    }

    /**
     * A session with the server of the settings; it connects to nothing yet. The caller closes it.
     *
     * @param own the headers of the engine's methods that are not OAuth, made for each call
     * @throws SluiceException {@code INVALID_ARGUMENT} when an option is missing
     */
    public static Session open(
            Target target, Supplier<Map<String, String>> own, Defaults defaults) {
        ConnectionSettings settings = target.settings();
        Authorization authorization =
                switch (settings.auth()) {
                    case NONE, PASSWORD, KEY_PAIR, TOKEN -> Authorization.fixed(own);
                    case OAUTH_CLIENT, OAUTH_REFRESH, SERVICE_ACCOUNT ->
                            new TokenAuthorization(tokens(target, defaults));
                };
        return new Session(
                new HttpCalls(
                        target.network().route(settings, target.credential()),
                        Encryption.of(settings, target.credential()),
                        settings.mode() == ConnectionMode.POOLED),
                authorization);
    }

    /**
     * The access tokens that the settings' OAuth method yields, for engines with drivers of their
     * own, too. The endpoint is reached without the database's tunnel.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when an option is missing
     */
    public static AccessTokens tokens(Target target, Defaults defaults) {
        ConnectionSettings settings = target.settings();
        TokenEndpoint endpoint = endpoint(settings, defaults);
        ConnectionSettings way = wayTo(endpoint.origin(), settings);
        Network network = target.network();
        HttpCalls calls =
                new HttpCalls(
                        network.route(way, target.credential()),
                        Encryption.of(way, target.credential()),
                        false);
        return new AccessTokens(
                calls,
                endpoint,
                grant(settings, target.credential(), defaults),
                InstantSource.system());
    }

    private static TokenEndpoint endpoint(ConnectionSettings settings, Defaults defaults) {
        String address = settings.options().get(OauthOptions.TOKEN_URL.name());
        if (address != null) {
            return TokenEndpoint.of(address, OauthOptions.TOKEN_URL.name());
        }
        if (defaults.endpoint() == null) {
            throw missing(OauthOptions.TOKEN_URL.name());
        }
        return defaults.endpoint();
    }

    private static ConnectionSettings wayTo(Origin origin, ConnectionSettings settings) {
        return new ConnectionSettings(
                settings.type(),
                origin.host(),
                origin.port(),
                settings.database(),
                settings.user(),
                new TlsSettings(
                        origin.secure() ? TlsMode.VERIFY_FULL : TlsMode.DISABLE,
                        settings.tls().caPem(),
                        null,
                        false),
                ConnectionMode.FRESH,
                settings.auth(),
                null,
                Map.of());
    }

    private static Grant grant(
            ConnectionSettings settings, Credential credential, Defaults defaults) {
        String scope = settings.options().getOrDefault(OauthOptions.SCOPE.name(), defaults.scope());
        return switch (settings.auth()) {
            case OAUTH_CLIENT ->
                    new Grant.ClientCredentials(
                            clientId(settings),
                            () -> credential.open(SecretName.CLIENT_SECRET),
                            defaults.authentication(),
                            scope);
            case OAUTH_REFRESH ->
                    new Grant.RefreshToken(
                            clientId(settings),
                            clientSecret(credential),
                            defaults.authentication(),
                            scope,
                            () -> credential.open(SecretName.REFRESH_TOKEN),
                            secret -> credential.replace(SecretName.REFRESH_TOKEN, secret));
            case SERVICE_ACCOUNT ->
                    new Grant.ServiceAccount(
                            () -> credential.open(SecretName.SERVICE_ACCOUNT),
                            scope == null ? "" : scope);
            case NONE, PASSWORD, KEY_PAIR, TOKEN ->
                    throw new IllegalArgumentException("no OAuth: " + settings.auth());
        };
    }

    private static @Nullable Supplier<Secret> clientSecret(Credential credential) {
        return credential.has(SecretName.CLIENT_SECRET)
                ? () -> credential.open(SecretName.CLIENT_SECRET)
                : null;
    }

    private static String clientId(ConnectionSettings settings) {
        String id = settings.options().get(OauthOptions.CLIENT_ID.name());
        if (id == null) {
            throw missing(OauthOptions.CLIENT_ID.name());
        }
        return id;
    }

    private static SluiceException missing(String option) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                option + " is missing: this way to log in needs it.",
                Map.of("argument", option));
    }
}
