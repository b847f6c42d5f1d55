package dev.sluice.server.limit;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/** Tells when to come back (RFC 9110 section 10.2.3). */
public final class RetryAfter {
    private RetryAfter() {}

    public static void set(HttpServletResponse response, Duration wait) {
        response.setHeader("Retry-After", String.valueOf(seconds(wait)));
    }

    /** Whole seconds, at least one, never too few. */
    public static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
