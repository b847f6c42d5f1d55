package dev.sluice.connector.transport;

import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SshHop;
import dev.sluice.core.Secret;
import java.security.PublicKey;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;

/** One login at one SSH server: what it is checked against, and what it brought to light. */
final class HopLogin {
    private static final AttributeRepository.AttributeKey<HopLogin> KEY =
            new AttributeRepository.AttributeKey<>();

    private final SshHop hop;
    private final int place;
    private final Credential credential;
    private final boolean acceptUnknown;
    private volatile @Nullable String shown;
    private volatile @Nullable NetworkException refusal;

    /**
     * @param place among the hops, from 0
     * @param acceptUnknown whether a server whose key is not pinned is taken at its word
     */
    HopLogin(SshHop hop, int place, Credential credential, boolean acceptUnknown) {
        this.hop = hop;
        this.place = place;
        this.credential = credential;
        this.acceptUnknown = acceptUnknown;
    }

    /** Travels with the connection, since the library asks about keys before there is a session. */
    AttributeRepository context() {
        return AttributeRepository.ofKeyValuePair(KEY, this);
    }

    static @Nullable HopLogin of(ClientSession session) {
        AttributeRepository context = session.getConnectionContext();
        return context == null ? null : context.getAttribute(KEY);
    }

    SshHop hop() {
        return hop;
    }

    int place() {
        return place;
    }

    /** A secret of the caller's own. */
    Secret password() {
        return credential.open(SecretName.sshPassword(place));
    }

    SshKey key() {
        return new SshKey(
                credential, SecretName.sshKey(place), SecretName.sshPassphrase(place), place + 1);
    }

    /** Looks at the server's key; what speaks against it is found in {@link #failure} later. */
    boolean accepts(PublicKey key) {
        String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
        shown = fingerprint;
        String pinned = hop.hostKey();
        if (pinned == null ? acceptUnknown : pinned.equals(fingerprint)) {
            return true;
        }
        refusal =
                failure(
                        pinned == null
                                ? Diagnosis.SSH_HOST_KEY_UNKNOWN
                                : Diagnosis.SSH_HOST_KEY_CHANGED,
                        null);
        return false;
    }

    /** The fingerprint of the key that the server showed, null before it did. */
    @Nullable String shown() {
        return shown;
    }

    /** The failure of this login: what we found ourselves, else this. */
    NetworkException orRefusal(Diagnosis otherwise, @Nullable Throwable cause) {
        NetworkException ours = refusal;
        return ours != null ? ours : failure(otherwise, cause);
    }

    NetworkException failure(Diagnosis obstacle, @Nullable Throwable cause) {
        String fingerprint = shown;
        return new NetworkException(
                obstacle,
                fingerprint == null
                        ? Map.of("hop", place + 1)
                        : Map.of("hop", place + 1, "host_key", fingerprint),
                cause);
    }
}
