package dev.sluice.server.control;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds how often passwords can be tried, before one is hashed. It knows the sign-in the way that
 * the filter behind it does, also when the address spells a letter as {@code %73}.
 */
final class SignInRateFilter extends OncePerRequestFilter {
    private static final RequestMatcher SIGN_IN =
            PathPatternRequestMatcher.withDefaults()
                    .matcher(HttpMethod.POST, SignInController.PATH);

    private final CredentialLimits limits;

    SignInRateFilter(CredentialLimits limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !SIGN_IN.matches(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String email = request.getParameter(SignInController.EMAIL);
        Optional<Duration> wait = limits.signIn(request, email == null ? "" : email);
        if (wait.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        Answers.retryAfter(response, wait.get());
        SignInController.refuse(
                request,
                response,
                429,
                "Too many attempts. Try again in " + Answers.seconds(wait.get()) + " seconds.");
    }
}
