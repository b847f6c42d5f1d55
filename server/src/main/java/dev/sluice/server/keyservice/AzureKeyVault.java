package dev.sluice.server.keyservice;

import dev.sluice.server.keyservice.ServiceHttp.Answer;
import dev.sluice.vault.KeyWrapper;
import dev.sluice.vault.Vault;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Azure Key Vault or Managed HSM by its REST API: {@code wrapkey} and {@code unwrapkey} of one
 * version of an RSA key with RSA-OAEP-256.
 *
 * <p>The operation has no associated data. So what is wrapped is the SHA-256 of the context and
 * then the key, and unwrapping compares the former: RSA-OAEP cannot be changed to give another
 * context without knowing the key, which is encrypted itself.
 */
final class AzureKeyVault implements KeyWrapper {
    private static final String SERVICE = "Azure Key Vault";
    private static final String ALGORITHM = "RSA-OAEP-256";
    private static final String VERSION = "?api-version=7.4";
    private static final int HASH_BYTES = 32;

    private final String id;
    private final URI wrap;
    private final URI unwrap;
    private final AccessTokens tokens;
    private final ServiceHttp http;

    /**
     * @param id as in the setting
     * @param key the address of the key with its version
     */
    AzureKeyVault(String id, URI key, AccessTokens tokens, Duration answerMax) {
        this.id = id;
        this.wrap = URI.create(key + "/wrapkey" + VERSION);
        this.unwrap = URI.create(key + "/unwrapkey" + VERSION);
        this.tokens = tokens;
        this.http = new ServiceHttp(SERVICE, answerMax);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        byte[] bound =
                ByteBuffer.allocate(HASH_BYTES + key.length).put(hash(context)).put(key).array();
        Answer answer = ask(wrap, bound);
        byte[] wrapped = bytes(answer);
        if (wrapped.length > OVERHEAD_BYTES_MAX) {
            throw http.refused(answer);
        }
        return wrapped;
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        Answer answer = ask(unwrap, wrapped);
        if (answer.status() == 400) {
            throw Vault.sealBroken();
        }
        byte[] bound = bytes(answer);
        if (bound.length < HASH_BYTES
                || !MessageDigest.isEqual(Arrays.copyOf(bound, HASH_BYTES), hash(context))) {
            throw Vault.sealBroken();
        }
        return Arrays.copyOfRange(bound, HASH_BYTES, bound.length);
    }

    private Answer ask(URI uri, byte[] value) {
        return http.postJson(
                uri,
                Map.of("Authorization", "Bearer " + tokens.token()),
                Map.of(
                        "alg",
                        ALGORITHM,
                        "value",
                        Base64.getUrlEncoder().withoutPadding().encodeToString(value)));
    }

    private byte[] bytes(Answer answer) {
        String text = answer.text("value");
        if (answer.status() != 200 || text.isEmpty()) {
            throw http.refused(answer);
        }
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw http.refused(answer);
        }
    }

    private static byte[] hash(byte[] context) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(context);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        http.close();
        tokens.close();
    }
}
