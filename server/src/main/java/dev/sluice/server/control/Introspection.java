package dev.sluice.server.control;

import com.nimbusds.jwt.SignedJWT;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.identity.AccessToken;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Grants.RefreshToken;
import dev.sluice.server.identity.Tokens;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Tells a client that has a secret about tokens of its own tenant (RFC 7662). All others are
 * answered like tokens that never were.
 */
final class Introspection implements AuthenticationProvider {
    private final Tokens tokens;
    private final Grants grants;
    private final PublicUrl url;

    Introspection(Tokens tokens, Grants grants, PublicUrl url) {
        this.tokens = tokens;
        this.grants = grants;
        this.url = url;
    }

    @Override
    public boolean supports(Class<?> request) {
        return request == OAuth2TokenIntrospectionAuthenticationToken.class;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2TokenIntrospectionAuthenticationToken) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken caller)
                || caller.getRegisteredClient() == null
                || ClientAuthenticationMethod.NONE.equals(caller.getClientAuthenticationMethod())) {
            throw new OAuth2AuthenticationException("invalid_client");
        }
        return new OAuth2TokenIntrospectionAuthenticationToken(
                request.getToken(),
                caller,
                claims(request.getToken(), tenant(caller.getRegisteredClient())));
    }

    private static @Nullable String tenant(RegisteredClient client) {
        return client.getClientSettings().getSetting(StoredClients.TENANT);
    }

    private OAuth2TokenIntrospection claims(String text, @Nullable String tenant) {
        return tokens.find(text)
                .filter(token -> token.tenant().value().equals(tenant))
                .filter(token -> tokens.stands(token.id()))
                .map(token -> claims(token, text))
                .or(() ->
                        grants.find(text)
                                .filter(token -> token.tenant().value().equals(tenant))
                                .filter(RefreshToken::usable)
                                .map(this::claims))
                .orElseGet(() -> OAuth2TokenIntrospection.builder(false).build());
    }

    private OAuth2TokenIntrospection claims(AccessToken token, String text) {
        Map<String, Object> said = said(text);
        OAuth2TokenIntrospection.Builder claims = OAuth2TokenIntrospection.builder(true);
        for (String actor : List.of(AccessTokenShape.ACTOR, AccessTokenShape.AGENT)) {
            if (said.get(actor) != null) {
                claims.claim(actor, said.get(actor));
            }
        }
        return claims.scopes(scopes -> scopes.addAll(scopes(said)))
                .issuer(url.issuer())
                .audience(url.resource())
                .clientId(token.client())
                .subject(token.subject())
                .id(token.id())
                .tokenType("Bearer")
                .issuedAt(token.issuedAt())
                .expiresAt(token.expiresAt())
                .claim(AccessTokenShape.TENANT, token.tenant().value())
                .build();
    }

    /** Of a token that was found to be ours by its hash. */
    private static Map<String, Object> said(String text) {
        try {
            return SignedJWT.parse(text).getJWTClaimsSet().getClaims();
        } catch (ParseException e) {
            throw new IllegalStateException("a token that we issued cannot be parsed", e);
        }
    }

    private static List<String> scopes(Map<String, Object> said) {
        return said.get("scope") instanceof String scope ? List.of(scope.split(" ")) : List.of();
    }

    private OAuth2TokenIntrospection claims(RefreshToken token) {
        OAuth2TokenIntrospection.Builder claims =
                OAuth2TokenIntrospection.builder(true)
                        .issuer(url.issuer())
                        .clientId(token.client())
                        .subject(Objects.toString(token.account()))
                        .issuedAt(token.issuedAt())
                        .expiresAt(token.expiresAt())
                        .claim(AccessTokenShape.TENANT, token.tenant().value());
        token.scopes().forEach(claims::scope);
        return claims.build();
    }
}
