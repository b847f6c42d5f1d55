package dev.sluice.server.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Answers refused token and revocation requests (RFC 6749 section 5.2). A failed client
 * authentication is answered in one way, whether the client, its secret or its method was wrong.
 */
final class OAuthFailures implements AuthenticationFailureHandler, AuthenticationEntryPoint {
    private static final Map<String, String> DESCRIPTIONS =
            Map.of(
                    "invalid_client", "Client authentication failed.",
                    "invalid_request", "A parameter is missing, repeated or not valid.",
                    "invalid_scope", "The client may not have this scope.",
                    "unauthorized_client", "The client may not use this grant.",
                    "unsupported_grant_type", "The only grant type is client_credentials.",
                    "unsupported_token_type", "Only access tokens can be revoked.");

    private final Answers answers;

    OAuthFailures(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException thrown)
            throws IOException {
        fail(request, response, "invalid_client", "Client authentication is needed.");
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException thrown)
            throws IOException {
        if (!(thrown instanceof OAuth2AuthenticationException refused)) {
            fail(request, response, "invalid_client", "Client authentication failed.");
            return;
        }
        String code = refused.getError().getErrorCode();
        String own = refused.getError().getDescription();
        String description = DESCRIPTIONS.getOrDefault(code, own == null ? "Refused." : own);
        fail(request, response, code, description);
    }

    private void fail(
            HttpServletRequest request,
            HttpServletResponse response,
            String code,
            String description)
            throws IOException {
        boolean unauthenticated = code.equals("invalid_client");
        if (unauthenticated) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"oauth2\"");
        }
        answers.failAsOAuth(request, response, unauthenticated ? 401 : 400, code, description);
    }
}
