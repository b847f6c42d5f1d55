package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the token request of RFC 6749 section 4.4.2. Without a scope it means all the scopes of the
 * client; a resource, if any, must be ours (RFC 8707 section 2).
 */
final class ClientCredentialsRequest implements AuthenticationConverter {
    private static final String QUERY = "query";

    private final PublicUrl url;

    ClientCredentialsRequest(PublicUrl url) {
        this.url = url;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String grant = request.getParameter("grant_type");
        if (!AuthorizationGrantType.CLIENT_CREDENTIALS.getValue().equals(grant)) {
            return null;
        }
        Resource.require(request.getParameterValues("resource"), url);
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (!(caller instanceof OAuth2ClientAuthenticationToken client)) {
            throw refused("invalid_client", "Client authentication is needed.");
        }
        return new OAuth2ClientCredentialsAuthenticationToken(
                client, scopes(request.getParameterValues("scope"), client), Map.of());
    }

    private static Set<String> scopes(
            String @Nullable [] values, OAuth2ClientAuthenticationToken client) {
        if (values != null && values.length > 1) {
            throw refused("invalid_request", "The parameter scope is given more than once.");
        }
        if (values != null && !values[0].isBlank()) {
            return new LinkedHashSet<>(Arrays.asList(values[0].strip().split(" +")));
        }
        return defaultScopes(client);
    }

    /** Who does not ask for more may query, and nothing else, if the client has that at all. */
    private static Set<String> defaultScopes(OAuth2ClientAuthenticationToken client) {
        var registered = client.getRegisteredClient();
        if (registered == null) {
            return Set.of();
        }
        return registered.getScopes().contains(QUERY) ? Set.of(QUERY) : registered.getScopes();
    }

    private static OAuth2AuthenticationException refused(String code, String description) {
        return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
    }
}
