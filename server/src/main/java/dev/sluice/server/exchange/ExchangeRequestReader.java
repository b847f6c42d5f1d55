package dev.sluice.server.exchange;

import dev.sluice.server.access.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads requests for a token in exchange (RFC 8693 section 2.1). Only access tokens are taken and
 * given: another type is an invalid request, another audience or resource than ours an invalid
 * target (section 2.2.2).
 */
public final class ExchangeRequestReader implements AuthenticationConverter {
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Longer text is no token of ours. */
    static final int TOKEN_CHARACTERS_MAX = 8_192;

    private final PublicUrl url;

    /** For tokens for the resource at this address. */
    public ExchangeRequestReader(PublicUrl url) {
        this.url = url;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        if (!ExchangeRequest.GRANT.getValue().equals(request.getParameter("grant_type"))) {
            return null;
        }
        requireOurs(request.getParameterValues("resource"));
        requireOurs(request.getParameterValues("audience"));
        String subject = token(request, "subject_token");
        String actor = token(request, "actor_token");
        String wanted = single(request, "requested_token_type");
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (subject == null || caller == null || (wanted != null && !ACCESS_TOKEN.equals(wanted))) {
            throw invalid();
        }
        String scope = single(request, "scope");
        return new ExchangeRequest(
                caller,
                subject,
                actor,
                scope == null ? Set.of() : Set.copyOf(List.of(scope.strip().split(" +"))));
    }

    /** A token comes with its type, and a type with its token. */
    private static @Nullable String token(HttpServletRequest request, String name) {
        String token = single(request, name);
        String type = single(request, name + "_type");
        boolean paired = token == null ? type == null : ACCESS_TOKEN.equals(type);
        if (!paired || (token != null && token.length() > TOKEN_CHARACTERS_MAX)) {
            throw invalid();
        }
        return token;
    }

    /** Null for one that is not given, or empty, which is the same (RFC 6749 section 3.2). */
    private static @Nullable String single(HttpServletRequest request, String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            throw invalid();
        }
        return values[0].isBlank() ? null : values[0];
    }

    private void requireOurs(String @Nullable [] asked) {
        if (asked != null && !List.of(asked).stream().allMatch(url.resource()::equals)) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(
                            "invalid_target", "The only resource is " + url.resource(), null));
        }
    }

    static OAuth2AuthenticationException invalid() {
        return new OAuth2AuthenticationException("invalid_request");
    }
}
