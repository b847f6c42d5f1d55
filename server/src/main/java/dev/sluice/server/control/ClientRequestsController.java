package dev.sluice.server.control;

import dev.sluice.core.Secret;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.AuthorizationRequests.Checked;
import dev.sluice.server.control.ClientDirectory.Found;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.DeviceRequests;
import dev.sluice.server.identity.PushedRequests;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.proxy.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What an authenticated client asks for before a person comes in: a code for a device (RFC 8628
 * section 3.1), or to keep its request (RFC 9126).
 */
@RestController
final class ClientRequestsController {
    private static final Set<String> CREDENTIALS = Set.of("client_secret", "client_id");
    private static final int PARAMETERS_CHARACTERS_MAX = 8000;

    private final AuthorizationRequests requests;
    private final ClientDirectory directory;
    private final OAuthParts parts;
    private final PublicUrl url;

    ClientRequestsController(
            AuthorizationRequests requests,
            ClientDirectory directory,
            OAuthParts parts,
            PublicUrl url) {
        this.requests = requests;
        this.directory = directory;
        this.parts = parts;
        this.url = url;
    }

    @PostMapping(AuthorizationServerConfiguration.DEVICE)
    ResponseEntity<Map<String, Object>> device(Authentication caller, HttpServletRequest request) {
        MultiValueMap<String, String> form = form(request);
        if (!(directory.find(caller.getName()) instanceof Found.Known(Client client))
                || !client.use().grants().contains(AuthorizationServerConfiguration.DEVICE_GRANT)) {
            return refused("unauthorized_client", "The client may not use this grant.");
        }
        List<String> scopes = AuthorizationRequests.scopes(form.getFirst("scope"));
        if (form.getOrDefault("scope", List.of()).size() > 1
                || !client.scopes().containsAll(scopes)) {
            return refused("invalid_scope", "The client may not have this scope.");
        }
        if (!Resource.isOurs(form.getOrDefault("resource", List.of()), url)) {
            return refused("invalid_target", Resource.description(url));
        }
        Optional<Duration> wait = parts.limits().deviceStart(request);
        if (wait.isPresent()) {
            return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, String.valueOf(RetryAfter.seconds(wait.get())))
                    .body(error("temporarily_unavailable", "Too many devices."));
        }
        return started(client, scopes, request);
    }

    private ResponseEntity<Map<String, Object>> started(
            Client client, List<String> scopes, HttpServletRequest request) {
        DeviceRequests.Started started = parts.devices().start(client.id(), scopes, place(request));
        String page = url.issuer() + DeviceController.PATH;
        try (Secret code = started.deviceCode()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("device_code", new String(code.reveal(), StandardCharsets.US_ASCII));
            answer.put("user_code", started.userCode());
            answer.put("verification_uri", page);
            answer.put("verification_uri_complete", page + "?user_code=" + started.userCode());
            answer.put("expires_in", DeviceRequests.LIFETIME.toSeconds());
            answer.put("interval", DeviceRequests.PAUSE.toSeconds());
            return ResponseEntity.ok(answer);
        }
    }

    @PostMapping(AuthorizationServerConfiguration.PUSH)
    ResponseEntity<Map<String, Object>> push(Authentication caller, HttpServletRequest request) {
        MultiValueMap<String, String> form = form(request);
        form.keySet().removeAll(CREDENTIALS);
        if (!(directory.find(caller.getName()) instanceof Found.Known(Client client))) {
            return refused("invalid_client", "Client authentication failed.");
        }
        int characters =
                form.entrySet().stream()
                        .mapToInt(it ->
                                it.getKey().length() + String.join("", it.getValue()).length())
                        .sum();
        if (characters > PARAMETERS_CHARACTERS_MAX
                || form.containsKey("request_uri")
                || form.toString().indexOf('\0') >= 0) { // which the store cannot keep
            return refused("invalid_request", "The request cannot be kept.");
        }
        return switch (requests.check(client, form)) {
            case Checked.NoTarget fault -> refused("invalid_request", fault.message());
            case Checked.Fault fault -> refused(fault.code(), fault.description());
            case Checked.Valid _ ->
                    ResponseEntity.status(HttpStatus.CREATED)
                            .body(
                                    Map.of(
                                            "request_uri",
                                            parts.pushed()
                                                    .push(client.id(), form.toSingleValueMap()),
                                            "expires_in",
                                            PushedRequests.LIFETIME.toSeconds()));
        };
    }

    /**
     * Where the device is, as the person who lets it in will read it. We speak no TLS ourselves:
     * the peer of a server that is reached over https is its proxy, whose address would only lull.
     */
    private String place(HttpServletRequest request) {
        return url.https() && request.getAttribute(TrustedProxies.SPOKEN_FOR) == null
                ? "an address that this server cannot see (it is behind a proxy)"
                : request.getRemoteAddr();
    }

    private static MultiValueMap<String, String> form(HttpServletRequest request) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        request.getParameterMap().forEach((name, values) -> form.put(name, List.of(values)));
        return form;
    }

    private static ResponseEntity<Map<String, Object>> refused(String code, String description) {
        return ResponseEntity.badRequest().body(error(code, description));
    }

    private static Map<String, Object> error(String code, String description) {
        return Map.of("error", code, "error_description", description);
    }
}
