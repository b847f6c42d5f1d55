package dev.sluice.connector.transport;

import dev.sluice.connector.Credential;
import dev.sluice.connector.SecretName;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import java.util.Map;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * A private key among a connection's secrets, in OpenSSH's or the older PEM form.
 *
 * @param hop for messages, from 1
 */
record SshKey(Credential credential, SecretName name, SecretName passphrase, int hop) {
    /**
     * Reads the key.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when it is none, or its passphrase is not
     *     the right one
     */
    KeyPair read() {
        boolean locked = credential.has(passphrase);
        try (Secret pem = credential.open(name)) {
            Iterator<KeyPair> found =
                    keys(pem, locked ? this::passphrase : FilePasswordProvider.EMPTY).iterator();
            if (found.hasNext()) {
                return found.next();
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // What it says may quote the key.
            throw unreadable(locked);
        }
        throw unreadable(locked);
    }

    private static Iterable<KeyPair> keys(Secret pem, FilePasswordProvider passphrase)
            throws IOException, GeneralSecurityException {
        Iterable<KeyPair> found =
                SecurityUtils.loadKeyPairIdentities(
                        null,
                        NamedResource.ofName("ssh key"),
                        new ByteArrayInputStream(pem.reveal()),
                        passphrase);
        return found == null ? java.util.List.of() : found;
    }

    /** The library takes a passphrase as a String and nothing else. */
    private String passphrase(Object session, NamedResource resource, int attempt) {
        try (Secret secret = credential.open(passphrase)) {
            return new String(secret.reveal(), StandardCharsets.UTF_8);
        }
    }

    private SluiceException unreadable(boolean locked) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "The SSH key of hop "
                        + hop
                        + (locked
                                ? " cannot be read: the passphrase is wrong, or it is no private"
                                        + " key in OpenSSH's or PEM form."
                                : " cannot be read: it has a passphrase that was not given, or it"
                                        + " is no private key in OpenSSH's or PEM form."),
                Map.of("argument", "ssh_key", "hop", hop));
    }
}
