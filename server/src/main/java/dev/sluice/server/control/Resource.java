package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** The one resource that tokens are for (RFC 8707). */
final class Resource {
    private Resource() {}

    static boolean isOurs(List<String> asked, PublicUrl url) {
        return asked.stream().allMatch(url.resource()::equals);
    }

    /** Refuses a token request for anything else (RFC 8707 section 2). */
    static void require(String @Nullable [] asked, PublicUrl url) {
        if (asked != null && !isOurs(List.of(asked), url)) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error("invalid_target", description(url), null));
        }
    }

    static String description(PublicUrl url) {
        return "The only resource is " + url.resource();
    }
}
