package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.identity.SigningKeys;
import java.util.List;
import java.util.Objects;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** Gives access tokens the claims that our verifier asks for (RFC 9068 section 2). */
final class AccessTokenShape implements OAuth2TokenCustomizer<JwtEncodingContext> {
    static final String TENANT = "tenant";

    private final PublicUrl url;
    private final SigningKeys keys;

    AccessTokenShape(PublicUrl url, SigningKeys keys) {
        this.url = url;
        this.keys = keys;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        context.getJwsHeader().type(TokenVerifier.TYPE).keyId(keys.current().id());
        String tenant =
                Objects.requireNonNull(
                        context.getRegisteredClient()
                                .getClientSettings()
                                .getSetting(StoredClients.TENANT));
        context.getClaims()
                .audience(List.of(url.resource()))
                .claim("client_id", context.getRegisteredClient().getClientId())
                .claim(TENANT, tenant)
                .claim("scope", String.join(" ", context.getAuthorizedScopes()))
                .claims(claims -> claims.remove("nbf")); // it would only repeat iat
    }
}
