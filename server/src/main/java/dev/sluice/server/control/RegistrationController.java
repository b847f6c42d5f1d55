package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.RedirectUri;
import dev.sluice.server.identity.Registrations;
import dev.sluice.server.identity.Registrations.Description;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.limit.RetryAfter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registers clients that nobody here knows (RFC 7591 section 3). Whatever they ask for, they become
 * public: a secret that is given to everybody proves nothing.
 */
@RestController
final class RegistrationController {
    static final int BODY_BYTES_MAX = 16 * 1024;

    private static final List<String> GRANTS = List.of("authorization_code", "refresh_token");

    private final Registrations registrations;
    private final CredentialLimits limits;
    private final boolean open;
    private final JsonMapper json = JsonMapper.shared();

    /**
     * @param open whether anybody may register; else the endpoint does not exist
     */
    RegistrationController(Registrations registrations, CredentialLimits limits, boolean open) {
        this.registrations = registrations;
        this.limits = limits;
        this.open = open;
    }

    @PostMapping(AuthorizationServerConfiguration.REGISTER)
    ResponseEntity<Map<String, Object>> register(HttpServletRequest request) throws IOException {
        if (!open) {
            throw new SluiceException(ReasonCode.NOT_FOUND, "There is nothing at this address.");
        }
        Optional<Duration> wait = limits.registration(request);
        if (wait.isPresent()) {
            return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, String.valueOf(RetryAfter.seconds(wait.get())))
                    .body(error("temporarily_unavailable", "Too many registrations."));
        }
        byte[] body = request.getInputStream().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            return refused("invalid_client_metadata", "The metadata is too large.");
        }
        try {
            return registered(json.readTree(body));
        } catch (JacksonException e) {
            return refused("invalid_client_metadata", "The metadata is not JSON.");
        }
    }

    private ResponseEntity<Map<String, Object>> registered(JsonNode metadata) {
        List<String> redirects = texts(metadata, "redirect_uris");
        if (redirects.isEmpty()
                || redirects.size() > Clients.REDIRECT_URIS_MAX
                || !redirects.stream().allMatch(uri -> RedirectUri.parse(uri).isPresent())) {
            return refused(
                    "invalid_redirect_uri",
                    "Give 1 to "
                            + Clients.REDIRECT_URIS_MAX
                            + " redirect_uris: https, http on a loopback address, or the custom"
                            + " scheme of a program, without a fragment.");
        }
        if (metadata.has("grant_types")
                && !texts(metadata, "grant_types").contains("authorization_code")) {
            return refused("invalid_client_metadata", "The grant type is authorization_code.");
        }
        String name = text(metadata, "client_name");
        String uri = text(metadata, "client_uri");
        if (uri != null && RedirectUri.parse(uri).filter(RedirectUri::isHttps).isEmpty()) {
            uri = null; // not shown as a link to anything else
        }
        try {
            Client client =
                    registrations.register(
                            new Description(
                                    name == null ? "A program without a name" : name,
                                    GRANTS,
                                    redirects,
                                    uri));
            return ResponseEntity.status(HttpStatus.CREATED).body(shown(client));
        } catch (SluiceException e) {
            if (e.code() != ReasonCode.INVALID_ARGUMENT) {
                throw e;
            }
            return refused("invalid_client_metadata", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Object> shown(Client client) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("client_id", client.id());
        shown.put("client_id_issued_at", client.createdAt().getEpochSecond());
        shown.put("client_name", client.name());
        String uri = client.use().uri();
        if (uri != null) {
            shown.put("client_uri", uri);
        }
        shown.put("redirect_uris", client.use().redirectUris());
        shown.put("grant_types", client.use().grants());
        shown.put("response_types", List.of("code"));
        shown.put("token_endpoint_auth_method", "none");
        shown.put("scope", String.join(" ", client.scopes()));
        return shown;
    }

    private static @Nullable String text(JsonNode metadata, String member) {
        JsonNode value = metadata.get(member);
        return value != null && value.isString() ? value.asString() : null;
    }

    private static List<String> texts(JsonNode metadata, String member) {
        List<String> texts = new ArrayList<>();
        JsonNode values = metadata.get(member);
        if (values != null && values.isArray()) {
            values.forEach(value -> texts.add(value.isString() ? value.asString() : ""));
        }
        return texts;
    }

    private static ResponseEntity<Map<String, Object>> refused(String code, String description) {
        return ResponseEntity.badRequest().body(error(code, description));
    }

    private static Map<String, Object> error(String code, String description) {
        return Map.of("error", code, "error_description", description);
    }
}
