package dev.sluice.server.passkey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of an account.
 *
 * @param id the credential's id in base64url; no secret
 * @param label what its owner calls it
 */
public record Passkey(String id, UUID account, String label, Key key, Life life) {
    /**
     * What the authenticator said when it made the key, and last.
     *
     * @param publicKey a COSE_Key (RFC 9052 section 7) in base64url
     * @param model of the authenticator (AAGUID), zero where it does not say
     * @param signCount how often it says it was used; always 0 where it does not count
     * @param backupEligible whether it may be copied to its owner's other devices
     * @param backedUp whether it was
     * @param transports how the authenticator is reached, hints for browsers
     */
    public record Key(
            String publicKey,
            UUID model,
            long signCount,
            boolean backupEligible,
            boolean backedUp,
            List<String> transports) {
        public Key {
            transports = List.copyOf(transports);
        }
    }

    /**
     * What happened to it.
     *
     * @param used null before its first use
     * @param suspected null, or when its count went back: a copy of it is about
     */
    public record Life(Instant created, @Nullable Instant used, @Nullable Instant suspected) {}

    public Optional<Instant> suspected() {
        return Optional.ofNullable(life.suspected());
    }
}
