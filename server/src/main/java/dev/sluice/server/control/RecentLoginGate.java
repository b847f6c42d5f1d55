package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.identity.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses what {@link RecentLogin} is for when the proof behind the token is too old (RFC 9470). A
 * refreshed token is as old as the sign-in that it comes of.
 */
final class RecentLoginGate implements HandlerInterceptor {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Tokens tokens;
    private final InstantSource clock;

    RecentLoginGate(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method) || !needed(request, method)) {
            return true;
        }
        String token = RequestArguments.caller(request).epochs().token();
        boolean recent =
                tokens.authenticatedAt(token)
                        .filter(at -> !at.plus(RecentLogin.AGE_MAX).isBefore(clock.instant()))
                        .isPresent();
        if (!recent) {
            throw refusal(response);
        }
        return true;
    }

    private static boolean needed(HttpServletRequest request, HandlerMethod method) {
        RecentLogin mark = method.getMethodAnnotation(RecentLogin.class);
        return mark == null ? !READING.contains(request.getMethod()) : mark.value();
    }

    /** RFC 9470 section 3. */
    private static SluiceException refusal(HttpServletResponse response) {
        long seconds = RecentLogin.AGE_MAX.toSeconds();
        response.setHeader(
                HttpHeaders.WWW_AUTHENTICATE,
                "Bearer error=\"insufficient_user_authentication\","
                        + " error_description=\"A more recent sign-in is needed\", max_age=\""
                        + seconds
                        + "\"");
        return new SluiceException(
                ReasonCode.RECENT_LOGIN_REQUIRED,
                "This needs a sign-in of the last five minutes: sign in again ('sluice login') and"
                        + " repeat it.",
                Map.of("max_age", seconds));
    }
}
