package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.limit.RetryAfter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Bounds how often client credentials can be tried, before they are looked at. */
final class TokenRateFilter extends OncePerRequestFilter {
    private static final String BASIC = "basic ";

    private final CredentialLimits limits;
    private final Answers answers;

    TokenRateFilter(CredentialLimits limits, Answers answers) {
        this.limits = limits;
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> client =
                claimedClient(request).map(id -> CredentialLimits.clientFrom(request, id));
        Optional<Duration> wait = limits.tokenRequest(request, client);
        if (wait.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        RetryAfter.set(response, wait.get());
        answers.fail(
                request,
                response,
                Failure.of(ReasonCode.RATE_LIMITED, "Too many token requests; wait a little."));
    }

    /**
     * The client whose secret is tried. A public client has none to guess, and its name is shared
     * by everybody who runs the program: a limit would let one of them lock out all others.
     */
    private static Optional<String> claimedClient(HttpServletRequest request) {
        return basicUser(request.getHeader(HttpHeaders.AUTHORIZATION))
                .or(() ->
                        request.getParameter("client_secret") == null
                                ? Optional.empty()
                                : Optional.ofNullable(request.getParameter("client_id")));
    }

    private static Optional<String> basicUser(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(
                            URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
