package dev.sluice.server.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * How clients say who they are (RFC 6749 section 2.3): with their secret, or, if they are public,
 * by their name alone. What a public client is worth is then decided by the code or token that it
 * brings; Spring's own provider lets public clients in with a code only.
 */
final class ClientAuthentication implements AuthenticationProvider {
    private final RegisteredClientRepository clients;

    ClientAuthentication(RegisteredClientRepository clients) {
        this.clients = clients;
    }

    static List<AuthenticationConverter> converters() {
        return List.of(
                withoutCode(new ClientSecretBasicAuthenticationConverter()),
                withoutCode(new ClientSecretPostAuthenticationConverter()),
                ClientAuthentication::publicClient);
    }

    /** Our codes are not kept where Spring's check of the verifier would look for them. */
    private static AuthenticationConverter withoutCode(AuthenticationConverter converter) {
        return request ->
                converter.convert(request) instanceof OAuth2ClientAuthenticationToken attempt
                        ? new OAuth2ClientAuthenticationToken(
                                attempt.getPrincipal().toString(),
                                attempt.getClientAuthenticationMethod(),
                                attempt.getCredentials(),
                                Map.of())
                        : null;
    }

    private static @Nullable Authentication publicClient(HttpServletRequest request) {
        String[] ids = request.getParameterValues("client_id");
        boolean other =
                request.getHeader(HttpHeaders.AUTHORIZATION) != null
                        || request.getParameter("client_secret") != null
                        || request.getParameter("client_assertion") != null;
        if (ids == null || other) {
            return null;
        }
        if (ids.length > 1 || ids[0].isBlank()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return new OAuth2ClientAuthenticationToken(
                ids[0], ClientAuthenticationMethod.NONE, null, Map.of());
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) {
        OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) attempt;
        if (!ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())) {
            return null;
        }
        RegisteredClient known = clients.findByClientId(client.getPrincipal().toString());
        if (known == null
                || !known.getClientAuthenticationMethods()
                        .contains(ClientAuthenticationMethod.NONE)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        return new OAuth2ClientAuthenticationToken(known, ClientAuthenticationMethod.NONE, null);
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return attempt == OAuth2ClientAuthenticationToken.class;
    }
}
