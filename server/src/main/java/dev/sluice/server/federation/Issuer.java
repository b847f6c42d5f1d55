package dev.sluice.server.federation;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an issuer says of itself (OpenID Connect Discovery 1.0 section 3).
 *
 * @param namesItself whether its answers carry {@code iss} (RFC 9207)
 * @param offline whether it knows the scope {@code offline_access}
 * @param secretInBody whether it wants our secret in the form and not in a header
 */
record Issuer(
        String id,
        URI authorize,
        URI token,
        URI keys,
        boolean namesItself,
        boolean offline,
        boolean secretInBody) {

    /** Reads the document that was found at the issuer's own address. */
    static Issuer read(String id, JsonNode document) throws Refusal {
        if (!id.equals(text(document, "issuer"))) {
            throw new Refusal("the issuer's document names another issuer");
        }
        JsonNode methods = document.path("token_endpoint_auth_methods_supported");
        return new Issuer(
                id,
                address(document, "authorization_endpoint"),
                address(document, "token_endpoint"),
                address(document, "jwks_uri"),
                document.path("authorization_response_iss_parameter_supported").isBoolean()
                        && document.path("authorization_response_iss_parameter_supported")
                                .asBoolean(),
                holds(document.path("scopes_supported"), "offline_access"),
                methods.isArray()
                        && !holds(methods, "client_secret_basic")
                        && holds(methods, "client_secret_post"));
    }

    private static boolean holds(JsonNode array, String wanted) {
        for (JsonNode each : array) {
            if (each.isString() && each.asString().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static URI address(JsonNode document, String member) throws Refusal {
        String text = text(document, member);
        if (text == null) {
            throw new Refusal("the issuer's document lacks an endpoint");
        }
        return Issuers.address(text)
                .orElseThrow(() -> new Refusal("the issuer's document holds what is no address"));
    }

    private static @Nullable String text(JsonNode document, String member) {
        JsonNode value = document.get(member);
        return value != null && value.isString() ? value.asString() : null;
    }
}
