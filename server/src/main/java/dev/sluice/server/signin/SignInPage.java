package dev.sluice.server.signin;

import dev.sluice.core.TenantId;
import dev.sluice.server.limit.RetryAfter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.web.servlet.ModelAndView;

/** The page that every sign-in begins on, and that those end on that cannot go on. */
public final class SignInPage {
    private final OtherWays others;
    private final TenantId home;

    /**
     * @param home the tenant of whoever names none
     */
    public SignInPage(OtherWays others, TenantId home) {
        this.others = others;
        this.home = home;
    }

    /** The page, for the organisation and the continuation that the request names. */
    ModelAndView of(HttpServletRequest request, String email, String problem, String notice) {
        return page(
                request, email, problem, notice, others.of(tenant(request), continuation(request)));
    }

    private ModelAndView page(
            HttpServletRequest request,
            String email,
            String problem,
            String notice,
            List<OtherWays.Way> ways) {
        TenantId tenant = tenant(request);
        Optional<Continuation> on = continuation(request);
        return new ModelAndView(
                "signin",
                Map.of(
                        "email",
                        email,
                        "problem",
                        problem,
                        "notice",
                        notice,
                        "tenant",
                        tenant.equals(home) ? "" : tenant.value(),
                        "others",
                        ways,
                        "on",
                        on.map(Continuation::path).orElse("")));
    }

    /** The page with status 429, for who has to wait. It asks the store for nothing. */
    public ModelAndView tooMany(
            HttpServletRequest request, HttpServletResponse response, String email, Duration wait) {
        RetryAfter.set(response, wait);
        response.setStatus(429);
        String seconds = RetryAfter.seconds(wait) + " seconds.";
        String problem = "Too many attempts. Try again in " + seconds;
        return page(request, email, problem, "", List.of());
    }

    /** The organisation that the page is for; what cannot be one is as good as none. */
    TenantId tenant(HttpServletRequest request) {
        String named = Objects.requireNonNullElse(request.getParameter("tenant"), "").strip();
        try {
            return named.isEmpty() ? home : new TenantId(named);
        } catch (IllegalArgumentException e) {
            return home;
        }
    }

    static Optional<Continuation> continuation(HttpServletRequest request) {
        return Continuation.parse(request.getParameter(Continuation.PARAMETER));
    }
}
