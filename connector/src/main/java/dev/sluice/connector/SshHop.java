package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An SSH server on the way to a database. Its secrets are {@link SecretName#sshPassword} and so on,
 * by its place among the hops.
 *
 * @param hostKey the fingerprint of the server's key, {@code SHA256:} and base64 as OpenSSH prints
 *     it; null until the first connection has shown it
 */
public record SshHop(String host, int port, String user, SshAuth auth, @Nullable String hostKey) {
    public static final int PORT_DEFAULT = 22;

    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public SshHop {
        ConnectionSettings.requireHost(host, "ssh.host");
        ConnectionSettings.requirePort(port, "ssh.port");
        ConnectionSettings.requireName(user, ConnectionSettings.NAME_BYTES_MAX, "ssh.user");
        if (hostKey != null && !FINGERPRINT.matcher(hostKey).matches()) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "ssh.host_key is a fingerprint as ssh-keygen -l prints it: SHA256:…",
                    Map.of("argument", "ssh.host_key"));
        }
    }

    /** The same server with its key pinned. */
    public SshHop pinned(String fingerprint) {
        return new SshHop(host, port, user, auth, fingerprint);
    }
}
