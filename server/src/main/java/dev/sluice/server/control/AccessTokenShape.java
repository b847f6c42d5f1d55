package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.exchange.Delegated;
import dev.sluice.server.identity.Grant;
import dev.sluice.server.identity.SigningKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/** Gives access tokens the claims that our verifier asks for (RFC 9068 section 2). */
final class AccessTokenShape implements OAuth2TokenCustomizer<JwtEncodingContext> {
    static final String TENANT = "tenant";

    /** Only in tokens that speak for a person. */
    static final String EMAIL = "email";

    /** Who acts for the person (RFC 8693 section 4.1). */
    static final String ACTOR = "act";

    /** The agent that a client is which acts for itself: for nobody, so that it is no actor. */
    static final String AGENT = "agent";

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
        switch (principal == null ? null : principal.getPrincipal()) {
            case Grant grant -> person(context, grant);
            case Delegated(Grant grant, Instant until) -> {
                person(context, grant);
                context.getClaims().claims(claims -> endBy(claims, until));
            }
            case null, default -> client(context);
        }
    }

    private static void person(JwtEncodingContext context, Grant grant) {
        context.getClaims()
                .subject(grant.account().toString())
                .claim(TENANT, grant.tenant().value())
                .claim(EMAIL, grant.email().value())
                .claim("amr", grant.proof().methods().values())
                .claim("auth_time", grant.proof().at().getEpochSecond());
        String agent = setting(context, AGENT);
        if (agent != null) {
            context.getClaims().claim(ACTOR, Map.of("sub", agent));
        }
    }

    private static void client(JwtEncodingContext context) {
        context.getClaims().claim(TENANT, Objects.requireNonNull(setting(context, TENANT)));
        String agent = setting(context, AGENT);
        if (agent != null) {
            context.getClaims().claim(AGENT, agent);
        }
    }

    private static void endBy(Map<String, Object> claims, Instant until) {
        if (claims.get("exp") instanceof Instant end && end.isAfter(until)) {
            claims.put("exp", until);
        }
    }

    private static @Nullable String setting(JwtEncodingContext context, String name) {
        return context.getRegisteredClient().getClientSettings().getSetting(name);
    }
}
