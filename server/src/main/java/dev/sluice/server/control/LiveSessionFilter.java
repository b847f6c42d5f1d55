package dev.sluice.server.control;

import dev.sluice.server.identity.Accounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends a session that was left alone or got too old, and that of an account since disabled. */
final class LiveSessionFilter extends OncePerRequestFilter {
    private static final String LAST_USED = LiveSessionFilter.class.getName() + ".last";
    private static final String SIGNED_IN = LiveSessionFilter.class.getName() + ".first";

    private final Accounts accounts;
    private final InstantSource clock;

    LiveSessionFilter(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (session != null
                && known != null
                && known.getPrincipal() instanceof SignedIn person
                && !live(session, person)) {
            session.invalidate();
            SecurityContextHolder.clearContext();
        }
        chain.doFilter(request, response);
    }

    private boolean live(HttpSession session, SignedIn person) {
        Instant now = clock.instant();
        Instant first = moment(session, SIGNED_IN, now);
        Instant last = moment(session, LAST_USED, now);
        session.setAttribute(SIGNED_IN, first);
        session.setAttribute(LAST_USED, now);
        return now.isBefore(first.plus(ControlPlane.SESSION_MAX))
                && now.isBefore(last.plus(ControlPlane.SESSION_IDLE_MAX))
                && accounts.find(person.account())
                        .filter(account -> !account.disabled())
                        .isPresent();
    }

    private static Instant moment(HttpSession session, String name, Instant now) {
        return session.getAttribute(name) instanceof Instant moment ? moment : now;
    }
}
