package dev.sluice.server.keyservice;

import dev.sluice.server.keyservice.ServiceHttp.Answer;
import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.Vault;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * Google Cloud KMS by its REST API: {@code POST /v1/{name}:encrypt} and {@code :decrypt} of a
 * symmetric key. The context goes along as {@code additionalAuthenticatedData}.
 */
final class GoogleKms implements KeyWrapper {
    private static final String SERVICE = "Google Cloud KMS";

    private final String id;
    private final URI encrypt;
    private final URI decrypt;
    private final AccessTokens tokens;
    private final ServiceHttp http;

    /**
     * @param id as in the setting
     * @param server {@code https://cloudkms.googleapis.com}, or a test's
     * @param name {@code projects/…/locations/…/keyRings/…/cryptoKeys/…}
     */
    GoogleKms(String id, URI server, String name, AccessTokens tokens, Duration answerMax) {
        this.id = id;
        this.encrypt = server.resolve("/v1/" + name + ":encrypt");
        this.decrypt = server.resolve("/v1/" + name + ":decrypt");
        this.tokens = tokens;
        this.http = new ServiceHttp(SERVICE, answerMax);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        Answer answer = ask(encrypt, "plaintext", key, context);
        byte[] wrapped = bytes(answer, "ciphertext");
        if (wrapped.length > OVERHEAD_BYTES_MAX) {
            throw http.refused(answer);
        }
        return wrapped;
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        Answer answer = ask(decrypt, "ciphertext", wrapped, context);
        if (answer.status() == 400) {
            throw Vault.sealBroken();
        }
        return bytes(answer, "plaintext");
    }

    private Answer ask(URI uri, String name, byte[] value, byte[] context) {
        return http.postJson(
                uri,
                Map.of("Authorization", "Bearer " + tokens.token()),
                Map.of(
                        name,
                        Base64.getEncoder().encodeToString(value),
                        "additionalAuthenticatedData",
                        Base64.getEncoder().encodeToString(context)));
    }

    private byte[] bytes(Answer answer, String name) {
        String text = answer.text(name);
        if (answer.status() != 200 || text.isEmpty()) {
            throw http.refused(answer);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw http.refused(answer);
        }
    }

    @Override
    public void close() {
        http.close();
        tokens.close();
    }
}
