package dev.sluice.server.identity;

import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;

/**
 * The key pair that signs access tokens now.
 *
 * @param id {@code kid}
 */
public record SigningKey(String id, RSAPublicKey publicKey, RSAPrivateKey privateKey) {
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
