package dev.sluice.server.keyservice;

import dev.sluice.core.Secret;
import dev.sluice.server.keyservice.ServiceHttp.Answer;
import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.Vault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * HashiCorp Vault's (or OpenBao's) transit engine: {@code POST /v1/MOUNT/encrypt/KEY} and {@code
 * decrypt}. The context goes along as {@code associated_data}, and as {@code context} for keys that
 * are derived.
 */
final class VaultTransit implements KeyWrapper {
    private static final String SERVICE = "HashiCorp Vault";

    private final String id;
    private final URI encrypt;
    private final URI decrypt;
    private final Supplier<Secret> token;
    private final String namespace;
    private final ServiceHttp http;

    /**
     * @param id as in the setting
     * @param server scheme, host and port
     * @param place the engine's path, for example {@code transit}, and the key's name
     * @param token asked for at each request, since an agent may renew the file that it is in
     * @param namespace empty for none
     */
    VaultTransit(
            String id,
            URI server,
            Place place,
            Supplier<Secret> token,
            String namespace,
            Duration answerMax) {
        this.id = id;
        this.encrypt = server.resolve("/v1/" + place.mount() + "/encrypt/" + place.key());
        this.decrypt = server.resolve("/v1/" + place.mount() + "/decrypt/" + place.key());
        this.token = token;
        this.namespace = namespace;
        this.http = new ServiceHttp(SERVICE, answerMax);
    }

    record Place(String mount, String key) {}

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        Answer answer = ask(encrypt, "plaintext", base64(key), context);
        String ciphertext = answer.text("data", "ciphertext");
        if (answer.status() != 200
                || !ciphertext.startsWith("vault:v")
                || ciphertext.length() > OVERHEAD_BYTES_MAX) {
            throw http.refused(answer);
        }
        return ciphertext.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        String ciphertext = new String(wrapped, StandardCharsets.US_ASCII);
        Answer answer = ask(decrypt, "ciphertext", ciphertext, context);
        if (answer.status() == 400) {
            throw Vault.sealBroken();
        }
        String plaintext = answer.text("data", "plaintext");
        if (answer.status() != 200 || plaintext.isEmpty()) {
            throw http.refused(answer);
        }
        try {
            return Base64.getDecoder().decode(plaintext);
        } catch (IllegalArgumentException _) {
            throw http.refused(answer);
        }
    }

    private Answer ask(URI uri, String name, String value, byte[] context) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Vault-Request", "true");
        if (!namespace.isEmpty()) {
            headers.put("X-Vault-Namespace", namespace);
        }
        try (Secret secret = token.get()) {
            headers.put(
                    "X-Vault-Token",
                    new String(secret.reveal(), StandardCharsets.US_ASCII).strip());
        }
        return post(
                uri,
                headers,
                Map.of(
                        name,
                        value,
                        "associated_data",
                        base64(context),
                        "context",
                        base64(context)));
    }

    private Answer post(URI uri, Map<String, String> headers, Map<String, String> body) {
        try {
            return http.postJson(uri, headers, body);
        } catch (IllegalArgumentException _) {
            throw ServiceFailure.FORBIDDEN.of(SERVICE); // a token that is no header's value
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        http.close();
    }
}
