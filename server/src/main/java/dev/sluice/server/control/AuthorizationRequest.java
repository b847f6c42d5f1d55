package dev.sluice.server.control;

import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.RedirectUri;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to act for somebody, found to be one that we could grant.
 *
 * @param scopes as asked for, in the order of ours
 * @param challenge S256
 * @param ageMax how long ago the person may have signed in at most, zero for anew; null for any
 *     time
 */
record AuthorizationRequest(
        Client client,
        Target target,
        List<String> scopes,
        String challenge,
        Prompt prompt,
        @Nullable Duration ageMax) {
    AuthorizationRequest {
        scopes = List.copyOf(scopes);
    }

    /** How much the client wants its user to be bothered (the OpenID values that make sense). */
    enum Prompt {
        NONE,
        USUAL,
        CONSENT
    }

    /**
     * Where the answer goes. Answers and errors name us, so that a client that talks to several
     * servers cannot be made to mix them up (RFC 9207).
     */
    record Target(RedirectUri redirect, @Nullable String state, String issuer) {
        String code(String code) {
            return address(Map.of("code", code));
        }

        String error(String code, String description) {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("error", code);
            parameters.put("error_description", description);
            return address(parameters);
        }

        private String address(Map<String, String> parameters) {
            Map<String, String> all = new LinkedHashMap<>(parameters);
            if (state != null) {
                all.put("state", state);
            }
            all.put("iss", issuer);
            return redirect.with(
                    all.entrySet().stream()
                            .map(it -> it.getKey() + "=" + encoded(it.getValue()))
                            .collect(Collectors.joining("&")));
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }
}
