package dev.sluice.server.signin;

import dev.sluice.server.session.SignedIn;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the pages who is signed in: {@link SignedIn} is their {@code @AuthenticationPrincipal}. The
 * store is asked at every request, so that a session ended anywhere is ended everywhere.
 */
public final class SessionFilter extends OncePerRequestFilter {
    private final SignIns signIns;

    public SessionFilter(SignIns signIns) {
        this.signIns = signIns;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        signIns.person(request).ifPresent(SessionFilter::remember);
        chain.doFilter(request, response);
    }

    private static void remember(SignedIn person) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(person, null, List.of()));
        SecurityContextHolder.setContext(context);
    }
}
