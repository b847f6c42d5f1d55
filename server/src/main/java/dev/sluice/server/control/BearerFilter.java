package dev.sluice.server.control;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.TokenStanding;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets requests with an access token of the scope {@code admin} through. The admin API writes no
 * audit intent that would find a stale epoch out, so here the store is asked at every request.
 */
final class BearerFilter extends OncePerRequestFilter {
    static final String SCOPE = "admin";

    /** No token has this form, so an ambiguous request is answered like one with a bad token. */
    private static final String SEVERAL = "Bearer";

    private final Authenticator authenticator;
    private final TokenStanding standing;
    private final Answers answers;

    BearerFilter(Authenticator authenticator, TokenStanding standing, Answers answers) {
        this.authenticator = authenticator;
        this.standing = standing;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (authenticator.authenticate(authorization(request), SCOPE)) {
            case Challenge challenge -> refuse(request, response, challenge);
            case Authenticated caller when !standing.stands(caller.epochs().token()) -> {
                if (authenticator.authenticate(SEVERAL, SCOPE) instanceof Challenge challenge) {
                    refuse(request, response, challenge);
                }
            }
            case Authenticated caller -> {
                RequestArguments.caller(request, caller);
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(
                        UsernamePasswordAuthenticationToken.authenticated(
                                caller.principal().user(), null, List.of()));
                SecurityContextHolder.setContext(context);
                chain.doFilter(request, response);
            }
        }
    }

    private static @Nullable String authorization(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        return switch (values.size()) {
            case 0 -> null;
            case 1 -> values.getFirst();
            default -> SEVERAL;
        };
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, Challenge challenge)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge.wwwAuthenticate());
        answers.fail(request, response, Failure.of(challenge.code(), challenge.message()));
    }
}
