package dev.sluice.cli.sealing;

import dev.sluice.cli.client.Json;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JWE in its compact form (RFC 7516 section 7.1) with {@code RSA-OAEP-256} and {@code A256GCM}
 * (RFC 7518 sections 4.3 and 5.3). The protected header names the sender and the connection and is
 * GCM's associated data.
 */
final class Envelope {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Envelope() {}

    static String seal(ServerKey server, String connection, NamedSecrets secrets) {
        String header = BASE64URL.encodeToString(header(server, connection));
        byte[] key = random(KEY_BYTES);
        try (Secret plain = secrets.encode()) {
            byte[] wrapped = wrap(server, key);
            byte[] nonce = random(NONCE_BYTES);
            byte[] sealed = encrypt(key, nonce, plain.reveal(), header);
            int end = sealed.length - TAG_BYTES;
            return String.join(
                    ".",
                    header,
                    BASE64URL.encodeToString(wrapped),
                    BASE64URL.encodeToString(nonce),
                    BASE64URL.encodeToString(Arrays.copyOf(sealed, end)),
                    BASE64URL.encodeToString(Arrays.copyOfRange(sealed, end, sealed.length)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA-OAEP and AES-GCM", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] header(ServerKey server, String connection) {
        ObjectNode header =
                Json.MAPPER
                        .createObjectNode()
                        .put("alg", "RSA-OAEP-256")
                        .put("enc", "A256GCM")
                        .put("typ", "sluice-credentials")
                        .put("kid", server.fingerprint())
                        .put("tenant", server.tenant())
                        .put("user", server.user())
                        .put("connection", connection)
                        .put("iat", server.time())
                        .put("jti", BASE64URL.encodeToString(random(ID_BYTES)));
        return Json.MAPPER.writeValueAsBytes(header);
    }

    /** Java's name of the cipher alone would take SHA-1 for the mask; JWE wants SHA-256 twice. */
    private static byte[] wrap(ServerKey server, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                server.key(),
                new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        return cipher.doFinal(key);
    }

    private static byte[] encrypt(byte[] key, byte[] nonce, byte[] plain, String header)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(header.getBytes(StandardCharsets.US_ASCII));
        return cipher.doFinal(plain);
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
