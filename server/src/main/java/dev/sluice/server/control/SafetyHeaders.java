package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import java.time.Duration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** The headers that keep a browser safe, the same on every chain. */
final class SafetyHeaders {
    private static final Duration STRICT_TRANSPORT = Duration.ofDays(365);

    private final PublicUrl url;

    SafetyHeaders(PublicUrl url) {
        this.url = url;
    }

    /**
     * No script at all, and nothing from elsewhere.
     *
     * @param formAction where a form's answer may lead, redirects included
     */
    static String contentPolicy(String formAction) {
        return "default-src 'none'; style-src 'self'; img-src 'self'; form-action "
                + formAction
                + "; base-uri 'none'; frame-ancestors 'none'";
    }

    /** The same for a page that runs our own script, and nobody else's. */
    static String contentPolicyWithScript() {
        return contentPolicy("'self'") + "; script-src 'self'";
    }

    HttpSecurity on(HttpSecurity http) {
        return http.headers(headers -> {
            headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentPolicy("'self'")))
                    .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                    .referrerPolicy(it -> it.policy(ReferrerPolicy.SAME_ORIGIN));
            if (url.https()) {
                headers.httpStrictTransportSecurity(hsts ->
                        hsts.requestMatcher(AnyRequestMatcher.INSTANCE)
                                .maxAgeInSeconds(STRICT_TRANSPORT.toSeconds()));
            } else {
                headers.httpStrictTransportSecurity(hsts -> hsts.disable());
            }
        });
    }
}
