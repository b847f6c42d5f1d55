package dev.sluice.server.control;

import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Our clients as the authorization server wants them; a disabled one does not exist. */
final class StoredClients implements RegisteredClientRepository {
    static final Duration ACCESS_TOKEN_LIFETIME = Duration.ofHours(1);

    /** The client setting that names the tenant. */
    static final String TENANT = "tenant";

    private static final int ID_CHARACTERS_MAX = 100;

    private final Clients clients;

    StoredClients(Clients clients) {
        this.clients = clients;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new IllegalStateException("clients are made by Clients");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        if (clientId.length() > ID_CHARACTERS_MAX) {
            return null;
        }
        return clients.find(clientId)
                .filter(client -> !client.disabled())
                .map(StoredClients::registered)
                .orElse(null);
    }

    private static RegisteredClient registered(Client client) {
        return RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientSecret(client.secretHash())
                .clientName(client.name())
                .clientIdIssuedAt(client.createdAt())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .clientSettings(
                        ClientSettings.builder().setting(TENANT, client.tenant().value()).build())
                .tokenSettings(
                        TokenSettings.builder()
                                .accessTokenTimeToLive(ACCESS_TOKEN_LIFETIME)
                                .build())
                .build();
    }
}
