package dev.sluice.cli.sealing;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.core.ReasonCode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/**
 * The server's key, and whom the server takes us for.
 *
 * @param fingerprint computed here, whatever the server says
 * @param time seconds since 1970 on the server's clock
 */
record ServerKey(RSAPublicKey key, String fingerprint, String tenant, String user, long time) {
    static final String PATH = "/api/v1/sealing-key";

    private static final int KEY_BITS_MIN = 2048;
    private static final int KEY_CHARACTERS_MAX = 4096;

    static ServerKey of(JsonNode answer) {
        try {
            String text = answer.path("key").asString("");
            if (text.isEmpty() || text.length() > KEY_CHARACTERS_MAX) {
                throw unusable();
            }
            byte[] encoded = Base64.getDecoder().decode(text);
            RSAPublicKey key =
                    (RSAPublicKey)
                            KeyFactory.getInstance("RSA")
                                    .generatePublic(new X509EncodedKeySpec(encoded));
            if (key.getModulus().bitLength() < KEY_BITS_MIN) {
                throw unusable();
            }
            return new ServerKey(
                    key,
                    fingerprint(key),
                    answer.path("tenant").asString(""),
                    answer.path("user").asString(""),
                    answer.path("time").asLong(0));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            throw unusable();
        }
    }

    private static String fingerprint(RSAPublicKey key) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    }

    private static CommandFailure unusable() {
        return CommandFailure.of(
                ReasonCode.SERVER_UNAVAILABLE,
                "The server gives no key to seal credentials to; update it, or 'sluice'.");
    }
}
