package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.identity.Clients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what is offered, and nothing that is not (RFC 8414, RFC 9728). */
@RestController
final class MetadataController {
    private static final List<String> GRANTS =
            List.of(
                    "authorization_code",
                    "refresh_token",
                    "client_credentials",
                    AuthorizationServerConfiguration.DEVICE_GRANT,
                    Clients.TOKEN_EXCHANGE);
    private static final List<String> SECRETS =
            List.of("client_secret_basic", "client_secret_post");
    private static final List<String> SECRETS_AND_NONE =
            List.of("none", "client_secret_basic", "client_secret_post");

    private final PublicUrl url;
    private final ControlPlane.OpenClients open;

    MetadataController(PublicUrl url, ControlPlane.OpenClients open) {
        this.url = url;
        this.open = open;
    }

    /** RFC 8414 section 2, with what later standards add to it. */
    @GetMapping("/.well-known/oauth-authorization-server")
    ResponseEntity<Map<String, Object>> authorizationServer() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", url.issuer());
        metadata.put("authorization_endpoint", url.issuer() + AuthorizationController.PATH);
        metadata.put("token_endpoint", at(AuthorizationServerConfiguration.TOKEN));
        metadata.put("token_endpoint_auth_methods_supported", SECRETS_AND_NONE);
        metadata.put("revocation_endpoint", at(AuthorizationServerConfiguration.REVOKE));
        metadata.put("revocation_endpoint_auth_methods_supported", SECRETS_AND_NONE);
        metadata.put("introspection_endpoint", at(AuthorizationServerConfiguration.INTROSPECT));
        metadata.put("introspection_endpoint_auth_methods_supported", SECRETS);
        metadata.put("device_authorization_endpoint", at(AuthorizationServerConfiguration.DEVICE));
        metadata.put(
                "pushed_authorization_request_endpoint", at(AuthorizationServerConfiguration.PUSH));
        if (open.registration()) {
            metadata.put("registration_endpoint", at(AuthorizationServerConfiguration.REGISTER));
        }
        metadata.put("jwks_uri", at(AuthorizationServerConfiguration.JWKS));
        metadata.put("grant_types_supported", GRANTS);
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("response_modes_supported", List.of("query"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        metadata.put("scopes_supported", Clients.SCOPES);
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("client_id_metadata_document_supported", true);
        return ResponseEntity.ok(metadata);
    }

    private String at(String path) {
        return url.issuer() + path;
    }

    /** RFC 9728 section 2; the second path is the one of the resource (section 3.1). */
    @GetMapping({
        "/.well-known/oauth-protected-resource",
        "/.well-known/oauth-protected-resource/api/mcp"
    })
    ResponseEntity<Map<String, Object>> protectedResource() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resource", url.resource());
        metadata.put("authorization_servers", List.of(url.issuer()));
        metadata.put("scopes_supported", Clients.SCOPES);
        metadata.put("bearer_methods_supported", List.of("header"));
        metadata.put("resource_name", "Sluice");
        return ResponseEntity.ok(metadata);
    }

    /** What the authorization server's filters leave over is a wrong method. */
    @RequestMapping({
        AuthorizationServerConfiguration.TOKEN,
        AuthorizationServerConfiguration.REVOKE,
        AuthorizationServerConfiguration.INTROSPECT
    })
    ResponseEntity<Map<String, Object>> postOnly() {
        return only(HttpMethod.POST);
    }

    /** Likewise. */
    @RequestMapping(AuthorizationServerConfiguration.JWKS)
    ResponseEntity<Map<String, Object>> getOnly() {
        return only(HttpMethod.GET);
    }

    private static ResponseEntity<Map<String, Object>> only(HttpMethod method) {
        return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED)
                .allow(method)
                .body(
                        Map.of(
                                "error",
                                "invalid_request",
                                "error_description",
                                "This endpoint answers " + method + " only."));
    }
}
