package dev.sluice.server.control;

import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.AccessToken;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Grants.RefreshToken;
import dev.sluice.server.identity.Tokens;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * What Spring's providers for client credentials and revocation work on: keeps the hashes of tokens
 * that were issued to a client itself, and finds by any token what is needed to revoke it.
 */
final class StoredAuthorizations implements OAuth2AuthorizationService {
    private static final Logger LOG = LoggerFactory.getLogger(StoredAuthorizations.class);
    private static final String TOKEN_ID = "jti";

    private final Tokens tokens;
    private final Grants grants;
    private final RegisteredClientRepository clients;

    StoredAuthorizations(Tokens tokens, Grants grants, RegisteredClientRepository clients) {
        this.tokens = tokens;
        this.grants = grants;
        this.clients = clients;
    }

    /** Records a token that was just issued, or revokes one that was invalidated. */
    @Override
    public void save(OAuth2Authorization authorization) {
        if (authorization.getRefreshToken() != null) {
            grants.revoke(authorization.getId(), by(authorization));
            LOG.atInfo().addKeyValue("grant", authorization.getId()).log("A grant was revoked");
            return;
        }
        OAuth2Authorization.Token<OAuth2AccessToken> token =
                Objects.requireNonNull(authorization.getAccessToken());
        Map<String, Object> claims = Objects.requireNonNull(token.getClaims());
        if (token.isInvalidated()) {
            tokens.revoke(text(claims, TOKEN_ID), by(authorization));
            log(authorization, claims, "An access token was revoked");
            return;
        }
        tokens.record(
                new AccessToken(
                        text(claims, TOKEN_ID),
                        new TenantId(text(claims, AccessTokenShape.TENANT)),
                        authorization.getRegisteredClientId(),
                        authorization.getPrincipalName(),
                        signingKey(token.getToken().getTokenValue()),
                        Objects.requireNonNull(token.getToken().getIssuedAt()),
                        Objects.requireNonNull(token.getToken().getExpiresAt()),
                        false),
                token.getToken().getTokenValue());
        log(authorization, claims, "An access token was issued");
    }

    private static Actor by(OAuth2Authorization authorization) {
        return Actor.client(authorization.getRegisteredClientId());
    }

    private static void log(
            OAuth2Authorization authorization, Map<String, Object> claims, String message) {
        LOG.atInfo()
                .addKeyValue("client", authorization.getRegisteredClientId())
                .addKeyValue("token", claims.get(TOKEN_ID))
                .log(message);
    }

    @Override
    public void remove(OAuth2Authorization authorization) {
        OAuth2Authorization.Token<OAuth2AccessToken> token = authorization.getAccessToken();
        if (token != null && token.getClaims() != null) {
            tokens.revoke(text(token.getClaims(), TOKEN_ID), by(authorization));
        }
    }

    /** Nothing is looked up by our own id: tokens are what callers have. */
    @Override
    public @Nullable OAuth2Authorization findById(String id) {
        return null;
    }

    @Override
    public @Nullable OAuth2Authorization findByToken(String text, @Nullable OAuth2TokenType type) {
        if (type != null) {
            return null;
        }
        return tokens.find(text)
                .map(token -> authorization(token, text))
                .or(() -> grants.find(text).map(token -> authorization(token, text)))
                .orElse(null);
    }

    private @Nullable OAuth2Authorization authorization(RefreshToken token, String text) {
        RegisteredClient client = clients.findByClientId(token.client());
        if (client == null) {
            return null;
        }
        return OAuth2Authorization.withRegisteredClient(client)
                .id(token.grant())
                .principalName(token.account().toString())
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .refreshToken(new OAuth2RefreshToken(text, token.issuedAt(), token.expiresAt()))
                .build();
    }

    private @Nullable OAuth2Authorization authorization(AccessToken token, String text) {
        RegisteredClient client = clients.findByClientId(token.client());
        if (client == null) {
            return null;
        }
        Instant issuedAt = token.issuedAt();
        return OAuth2Authorization.withRegisteredClient(client)
                .principalName(token.subject())
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .token(
                        new OAuth2AccessToken(
                                OAuth2AccessToken.TokenType.BEARER,
                                text,
                                issuedAt,
                                token.expiresAt()),
                        metadata ->
                                metadata.put(
                                        OAuth2Authorization.Token.CLAIMS_METADATA_NAME,
                                        Map.of(TOKEN_ID, token.id())))
                .build();
    }

    private static String signingKey(String text) {
        try {
            return SignedJWT.parse(text).getHeader().getKeyID();
        } catch (ParseException e) {
            throw new IllegalStateException("a token that we issued cannot be parsed", e);
        }
    }

    private static String text(Map<String, Object> claims, String name) {
        return Objects.requireNonNull(claims.get(name)).toString();
    }
}
