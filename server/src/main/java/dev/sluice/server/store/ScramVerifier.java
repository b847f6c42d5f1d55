package dev.sluice.server.store;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What PostgreSQL stores in place of a password (RFC 5802 section 3, RFC 5803), so that a statement
 * which sets one does not hold it.
 */
final class ScramVerifier {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 16;
    private static final int ITERATIONS = 4096;
    private static final int HASH_BITS = 256;

    private ScramVerifier() {}

    /**
     * {@code SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>}, without quotes in it.
     */
    static String of(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return of(password, salt, ITERATIONS);
    }

    static String of(Secret password, byte[] salt, int iterations) {
        char[] characters = characters(password);
        try {
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(new PBEKeySpec(characters, salt, iterations, HASH_BITS))
                            .getEncoded();
            byte[] storedKey =
                    MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            byte[] serverKey = hmac(salted, "Server Key");
            return "SCRAM-SHA-256$%d:%s$%s:%s"
                    .formatted(iterations, base64(salt), base64(storedKey), base64(serverKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SCRAM-SHA-256 is not available", e);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Our own passwords are ASCII, which needs no preparation (RFC 4013). */
    private static char[] characters(Secret password) {
        byte[] bytes = password.reveal();
        char[] characters = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] <= ' ') {
                throw new IllegalArgumentException("password must be printable ASCII");
            }
            characters[i] = (char) bytes[i];
        }
        return characters;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
