package dev.sluice.server.control;

import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import java.time.Duration;
import java.util.Set;
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

    /** The client setting that names the tenant; a client that serves all has none. */
    static final String TENANT = "tenant";

    static final int ID_CHARACTERS_MAX = 500;

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
        RegisteredClient.Builder registered = RegisteredClient.withId(client.id());
        String secret = client.secretHash();
        if (secret != null) {
            registered.clientSecret(secret);
        }
        return registered
                .clientId(client.id())
                .clientName(client.name())
                .clientIdIssuedAt(client.createdAt())
                .clientAuthenticationMethods(methods -> methods.addAll(methods(client)))
                .authorizationGrantTypes(grants ->
                        client.use().grants().stream()
                                .map(AuthorizationGrantType::new)
                                .forEach(grants::add))
                .redirectUris(uris -> uris.addAll(client.use().redirectUris()))
                .scopes(scopes -> scopes.addAll(client.scopes()))
                .clientSettings(settings(client))
                .tokenSettings(
                        TokenSettings.builder()
                                .accessTokenTimeToLive(ACCESS_TOKEN_LIFETIME)
                                .build())
                .build();
    }

    private static ClientSettings settings(Client client) {
        ClientSettings.Builder settings = ClientSettings.builder();
        TenantId tenant = client.tenant();
        if (tenant != null) {
            settings.setting(TENANT, tenant.value());
        }
        String agent = client.use().agent();
        if (agent != null) {
            settings.setting(AccessTokenShape.AGENT, agent);
        }
        return settings.build();
    }

    private static Set<ClientAuthenticationMethod> methods(Client client) {
        return client.isPublic()
                ? Set.of(ClientAuthenticationMethod.NONE)
                : Set.of(
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }
}
