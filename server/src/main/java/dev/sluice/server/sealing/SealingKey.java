package dev.sluice.server.sealing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * The key to seal credentials to.
 *
 * @param fingerprint {@code SHA256:} and the base64 text, without padding, of the SHA-256 of the
 *     key's SubjectPublicKeyInfo, as OpenSSH writes fingerprints
 */
public record SealingKey(String fingerprint, RSAPublicKey publicKey) {
    static String fingerprint(RSAPublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
