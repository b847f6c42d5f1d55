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
            Map.ofEntries(
                    Map.entry("invalid_client", "Client authentication failed."),
                    Map.entry("invalid_request", "A parameter is missing, repeated or not valid."),
                    Map.entry("invalid_scope", "The client may not have this scope."),
                    Map.entry("unauthorized_client", "The client may not use this grant."),
                    Map.entry("unsupported_grant_type", "The server has no such grant type."),
                    Map.entry("unsupported_token_type", "The server has no such tokens."),
                    Map.entry(
                            "invalid_grant",
                            "The code or token is not valid, was used, or has expired."),
                    Map.entry("authorization_pending", "Nobody has answered yet."),
                    Map.entry("slow_down", "Wait longer between two requests."),
                    Map.entry("access_denied", "It was refused."),
                    Map.entry("expired_token", "The code has expired; begin anew."));

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
