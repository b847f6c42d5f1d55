package dev.sluice.server.access;

import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/** The published keys that access tokens are verified with. Asked at every request. */
@FunctionalInterface
public interface VerificationKeys {
    /** The key of this {@code kid}, while it is published. */
    Optional<RSAPublicKey> publicKey(String id);
}
