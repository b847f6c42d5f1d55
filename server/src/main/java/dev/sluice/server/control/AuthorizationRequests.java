package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.AuthorizationRequest.Prompt;
import dev.sluice.server.control.AuthorizationRequest.Target;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.RedirectUri;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Checks authorization requests (RFC 6749 section 4.1.1, RFC 7636 section 4.3, RFC 8707 section 2).
 * A wrong redirect is never followed; everything else is told to the client.
 */
final class AuthorizationRequests {
    private static final int STATE_CHARACTERS_MAX = 2000;

    /** S256 makes 32 bytes of base64url of any verifier. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final Pattern AGE = Pattern.compile("[0-9]{1,9}");

    private final PublicUrl url;

    AuthorizationRequests(PublicUrl url) {
        this.url = url;
    }

    /** What a request amounts to. */
    sealed interface Checked {
        record Valid(AuthorizationRequest request) implements Checked {}

        /** To be told to the client, at an address that is its own. */
        record Fault(Target target, String code, String description) implements Checked {}

        /** To be told to the person, because there is no address that could be believed. */
        record NoTarget(String message) implements Checked {}
    }

    /**
     * Checks what is left once the client is known.
     *
     * @param parameters of the address, or as they were pushed
     */
    Checked check(Client client, MultiValueMap<String, String> parameters) {
        RedirectUri redirect = redirect(client, parameters.get("redirect_uri"));
        if (redirect == null) {
            return new Checked.NoTarget(
                    "The program asks to be answered at an address that is not registered for it.");
        }
        List<String> states = parameters.getOrDefault("state", List.of());
        boolean stated = states.size() == 1 && states.getFirst().length() <= STATE_CHARACTERS_MAX;
        Target target = new Target(redirect, stated ? states.getFirst() : null, url.issuer());
        if (!states.isEmpty() && !stated) {
            return new Checked.Fault(target, "invalid_request", "The state is not usable.");
        }
        return check(client, target, parameters);
    }

    private Checked check(Client client, Target target, MultiValueMap<String, String> parameters) {
        String repeated =
                parameters.entrySet().stream()
                        .filter(it -> it.getValue().size() > 1 && !it.getKey().equals("resource"))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null);
        if (repeated != null) {
            return new Checked.Fault(
                    target, "invalid_request", "A parameter is given more than once.");
        }
        Map<String, String> single = parameters.toSingleValueMap();
        Checked.Fault fault = fault(client, target, single);
        if (fault == null
                && !Resource.isOurs(parameters.getOrDefault("resource", List.of()), url)) {
            fault = new Checked.Fault(target, "invalid_target", Resource.description(url));
        }
        return fault != null
                ? fault
                : new Checked.Valid(
                        new AuthorizationRequest(
                                client,
                                target,
                                scopes(single.get("scope")),
                                single.getOrDefault("code_challenge", ""),
                                prompt(single.getOrDefault("prompt", "")),
                                ageMax(single)));
    }

    private static Checked.@Nullable Fault fault(
            Client client, Target target, Map<String, String> single) {
        if (!client.use().grants().contains("authorization_code")) {
            return new Checked.Fault(
                    target, "unauthorized_client", "The client may not use this grant.");
        }
        if (!"code".equals(single.get("response_type"))) {
            return new Checked.Fault(
                    target, "unsupported_response_type", "The response_type is code.");
        }
        if (single.containsKey("request") || single.containsKey("request_uri")) {
            return new Checked.Fault(
                    target, "request_not_supported", "Request objects are not read.");
        }
        if (!"query".equals(single.getOrDefault("response_mode", "query"))) {
            return new Checked.Fault(target, "invalid_request", "The response_mode is query.");
        }
        if (!"S256".equals(single.get("code_challenge_method"))
                || !CHALLENGE.matcher(single.getOrDefault("code_challenge", "")).matches()) {
            return new Checked.Fault(
                    target,
                    "invalid_request",
                    "PKCE is needed: a code_challenge with the code_challenge_method S256.");
        }
        if (!AGE.matcher(single.getOrDefault("max_age", "0")).matches()) {
            return new Checked.Fault(
                    target, "invalid_request", "The max_age is a number of seconds.");
        }
        if (!client.scopes().containsAll(scopes(single.get("scope")))) {
            return new Checked.Fault(
                    target,
                    "invalid_scope",
                    "The scopes of this client are: " + String.join(" ", client.scopes()));
        }
        return null;
    }

    private static @Nullable RedirectUri redirect(Client client, @Nullable List<String> asked) {
        List<String> registered = client.use().redirectUris();
        if (asked == null) {
            return registered.size() == 1
                    ? RedirectUri.parse(registered.getFirst()).orElse(null)
                    : null;
        }
        return asked.size() != 1
                ? null
                : RedirectUri.parse(asked.getFirst())
                        .filter(uri -> uri.isOneOf(registered))
                        .orElse(null);
    }

    /** Without a scope, a client asks to query and nothing else; unknown ones are kept. */
    static List<String> scopes(@Nullable String scope) {
        if (scope == null || scope.isBlank()) {
            return List.of(Clients.SCOPES.getFirst());
        }
        return Arrays.stream(scope.strip().split(" +")).distinct().toList();
    }

    private static Prompt prompt(String value) {
        List<String> values = List.of(value.split(" "));
        return value.equals("none")
                ? Prompt.NONE
                : values.contains("consent") ? Prompt.CONSENT : Prompt.USUAL;
    }

    /** Of {@code max_age}, and of {@code prompt=login} which is the strictest (RFC 9470). */
    private static @Nullable Duration ageMax(Map<String, String> single) {
        if (List.of(single.getOrDefault("prompt", "").split(" ")).contains("login")) {
            return Duration.ZERO;
        }
        String seconds = single.get("max_age");
        return seconds == null ? null : Duration.ofSeconds(Integer.parseInt(seconds));
    }
}
