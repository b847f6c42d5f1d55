package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.identity.Grant;
import dev.sluice.server.identity.SigningKeys;
import java.util.List;
import java.util.Objects;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** Gives access tokens the claims that our verifier asks for (RFC 9068 section 2). */
final class AccessTokenShape implements OAuth2TokenCustomizer<JwtEncodingContext> {
    static final String TENANT = "tenant";

    /** Only in tokens that speak for a person. */
    static final String EMAIL = "email";

    private final PublicUrl url;
    private final SigningKeys keys;

    AccessTokenShape(PublicUrl url, SigningKeys keys) {
        this.url = url;
        this.keys = keys;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        context.getJwsHeader().type(TokenVerifier.TYPE).keyId(keys.current().id());
        context.getClaims()
                .audience(List.of(url.resource()))
                .claim("client_id", context.getRegisteredClient().getClientId())
                .claim("scope", String.join(" ", context.getAuthorizedScopes()))
                .claims(claims -> claims.remove("nbf")); // it would only repeat iat
        Authentication principal = context.getPrincipal();
        if (principal != null && principal.getPrincipal() instanceof Grant grant) {
            context.getClaims()
                    .subject(grant.account().toString())
                    .claim(TENANT, grant.tenant().value())
                    .claim(EMAIL, grant.email().value())
                    .claim("amr", grant.proof().methods().values())
                    .claim("auth_time", grant.proof().at().getEpochSecond());
        } else {
            String tenant = context.getRegisteredClient().getClientSettings().getSetting(TENANT);
            context.getClaims().claim(TENANT, Objects.requireNonNull(tenant));
        }
    }
}
