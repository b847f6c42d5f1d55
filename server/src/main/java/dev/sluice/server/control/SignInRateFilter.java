package dev.sluice.server.control;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds how often passwords can be tried, before one is hashed. */
final class SignInRateFilter extends OncePerRequestFilter {
    private final CredentialLimits limits;

    SignInRateFilter(CredentialLimits limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || !request.getRequestURI().equals(SignInController.PATH);
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
