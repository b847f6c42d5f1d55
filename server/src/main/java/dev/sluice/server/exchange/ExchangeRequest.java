package dev.sluice.server.exchange;

import dev.sluice.server.identity.Clients;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

/** A request for a token in exchange (RFC 8693 section 2.1), as far as its form is right. */
final class ExchangeRequest extends OAuth2AuthorizationGrantAuthenticationToken {
    static final AuthorizationGrantType GRANT = new AuthorizationGrantType(Clients.TOKEN_EXCHANGE);

    private static final long serialVersionUID = 1;

    private final String subjectToken;
    private final @Nullable String actorToken;
    private final transient Set<String> scopes;

    ExchangeRequest(
            Authentication client,
            String subjectToken,
            @Nullable String actorToken,
            Set<String> scopes) {
        super(GRANT, client, Map.of());
        this.subjectToken = subjectToken;
        this.actorToken = actorToken;
        this.scopes = Set.copyOf(scopes);
    }

    String subjectToken() {
        return subjectToken;
    }

    @Nullable String actorToken() {
        return actorToken;
    }

    /** What is asked for, empty for all that can be had. */
    Set<String> scopes() {
        return scopes;
    }
}
