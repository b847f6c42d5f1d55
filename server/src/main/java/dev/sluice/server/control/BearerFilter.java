package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.Challenges;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
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

    private final Authenticator authenticator;
    private final Predicate<String> standing;
    private final Challenges challenges;
    private final Answers answers;

    BearerFilter(
            Authenticator authenticator,
            Predicate<String> standing,
            Challenges challenges,
            Answers answers) {
        this.authenticator = authenticator;
        this.standing = standing;
        this.challenges = challenges;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (authentication(request)) {
            case Challenge challenge -> refuse(request, response, challenge);
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

    private Authentication authentication(HttpServletRequest request) {
        List<String> values = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (values.size() > 1) {
            return challenges.invalid(SCOPE); // which one counts would be anybody's guess
        }
        Authentication answer =
                authenticate(values.isEmpty() ? null : values.getFirst(), request.getRequestURI());
        return answer instanceof Authenticated caller && !standing.test(caller.epochs().token())
                ? challenges.invalid(SCOPE)
                : answer;
    }

    /** Who one is, everybody with a token may ask. */
    private Authentication authenticate(@Nullable String authorization, String path) {
        Authentication answer = authenticator.authenticate(authorization, SCOPE);
        return path.equals(WhoamiController.PATH)
                        && answer instanceof Challenge challenge
                        && challenge.code() == ReasonCode.INSUFFICIENT_SCOPE
                ? authenticator.authenticate(authorization, "query")
                : answer;
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, Challenge challenge)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge.wwwAuthenticate());
        answers.fail(request, response, Failure.of(challenge.code(), challenge.message()));
    }
}
