package dev.sluice.server.federation;

import dev.sluice.core.Secret;
import dev.sluice.server.document.Fetched;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Exchanges codes and refresh tokens at an issuer (RFC 6749 sections 4.1.3 and 6). */
final class TokenEndpoint {
    private final IssuerWeb web;
    private final IdentityProviders providers;
    private final JsonMapper json = JsonMapper.shared();

    TokenEndpoint(IssuerWeb web, IdentityProviders providers) {
        this.web = web;
        this.providers = providers;
    }

    /** What came of an exchange. */
    sealed interface Exchanged {
        /**
         * What was asked for.
         *
         * @param idToken not checked yet; empty where a refresh brings none
         * @param refresh to be closed by the receiver
         */
        record Tokens(Optional<String> idToken, Optional<Secret> refresh) implements Exchanged {}

        /** The issuer takes the code or token no longer. */
        record Ended() implements Exchanged {}

        /** The issuer did not answer, or not as it should. */
        record Unanswered() implements Exchanged {}
    }

    Exchanged code(Issuer issuer, IdentityProvider provider, Map<String, String> parameters) {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("grant_type", "authorization_code");
        return exchange(issuer, provider, form, Optional.empty());
    }

    Exchanged refresh(Issuer issuer, IdentityProvider provider, Secret token) {
        return exchange(
                issuer, provider, Map.of("grant_type", "refresh_token"), Optional.of(token));
    }

    private Exchanged exchange(
            Issuer issuer,
            IdentityProvider provider,
            Map<String, String> parameters,
            Optional<Secret> refresh) {
        Optional<Secret> secret = providers.secret(provider);
        try {
            Map<String, String> plain = new LinkedHashMap<>(parameters);
            plain.put("client_id", provider.registration().clientId());
            Map<String, Secret> hidden = new LinkedHashMap<>();
            refresh.ifPresent(token -> hidden.put("refresh_token", token));
            if (issuer.secretInBody()) {
                secret.ifPresent(it -> hidden.put("client_secret", it));
            }
            Optional<Secret> authorization =
                    issuer.secretInBody()
                            ? Optional.empty()
                            : secret.map(it -> basic(provider.registration().clientId(), it));
            try (Secret form = form(plain, hidden)) {
                return read(web.post(issuer.id(), issuer.token(), form, authorization));
            } finally {
                authorization.ifPresent(Secret::close);
            }
        } finally {
            secret.ifPresent(Secret::close);
        }
    }

    private Exchanged read(Fetched fetched) {
        if (!(fetched instanceof Fetched.Document(int status, String body))) {
            return new Exchanged.Unanswered();
        }
        try {
            JsonNode answer = json.readTree(body);
            if (status == 200) {
                return new Exchanged.Tokens(
                        text(answer, "id_token"),
                        text(answer, "refresh_token")
                                .map(it -> Secret.takingOver(it.getBytes(StandardCharsets.UTF_8))));
            }
            return text(answer, "error").filter("invalid_grant"::equals).isPresent()
                    ? new Exchanged.Ended()
                    : new Exchanged.Unanswered();
        } catch (JacksonException e) {
            return new Exchanged.Unanswered();
        }
    }

    private static Optional<String> text(JsonNode answer, String member) {
        JsonNode value = answer.get(member);
        return value != null && value.isString() ? Optional.of(value.asString()) : Optional.empty();
    }

    /** RFC 6749 section 2.3.1: both parts are encoded as in a form, and then joined. */
    private static Secret basic(String client, Secret secret) {
        byte[] id = (encoded(client) + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] word = encoded(secret);
        byte[] both = Arrays.copyOf(id, id.length + word.length);
        System.arraycopy(word, 0, both, id.length, word.length);
        byte[] text = Base64.getEncoder().encode(both);
        byte[] scheme = "Basic ".getBytes(StandardCharsets.US_ASCII);
        byte[] value = Arrays.copyOf(scheme, scheme.length + text.length);
        System.arraycopy(text, 0, value, scheme.length, text.length);
        Arrays.fill(word, (byte) 0);
        Arrays.fill(both, (byte) 0);
        Arrays.fill(text, (byte) 0);
        return Secret.takingOver(value);
    }

    private static Secret form(Map<String, String> plain, Map<String, Secret> hidden) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        plain.forEach((name, value) ->
                form.writeBytes(
                        (name + "=" + encoded(value) + "&").getBytes(StandardCharsets.US_ASCII)));
        hidden.forEach((name, value) -> {
            form.writeBytes((name + "=").getBytes(StandardCharsets.US_ASCII));
            byte[] encoded = encoded(value);
            form.writeBytes(encoded);
            Arrays.fill(encoded, (byte) 0);
            form.write('&');
        });
        byte[] all = form.toByteArray();
        return Secret.takingOver(Arrays.copyOf(all, all.length - 1)); // without the last ampersand
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Percent-encodes every byte that is no letter or digit, without a text on the way. */
    private static byte[] encoded(Secret secret) {
        byte[] hex = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = secret.reveal();
        byte[] encoded = new byte[bytes.length * 3];
        int length = 0;
        for (byte each : bytes) {
            boolean plain =
                    (each >= '0' && each <= '9')
                            || (each >= 'A' && each <= 'Z')
                            || (each >= 'a' && each <= 'z');
            if (plain) {
                encoded[length++] = each;
            } else {
                encoded[length++] = '%';
                encoded[length++] = hex[(each >> 4) & 0xf];
                encoded[length++] = hex[each & 0xf];
            }
        }
        byte[] result = Arrays.copyOf(encoded, length);
        Arrays.fill(encoded, (byte) 0);
        return result;
    }
}
