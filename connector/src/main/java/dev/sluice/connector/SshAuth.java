package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Locale;
import java.util.Map;

/** How an SSH server is told who connects. */
public enum SshAuth {
    PASSWORD,
    /** A private key among the connection's secrets. */
    KEY,
    /** The agent of the account that the server runs under. */
    AGENT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads the spelling of {@link #wireName}.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public static SshAuth of(String wireName) {
        for (SshAuth auth : values()) {
            if (auth.wireName().equals(wireName)) {
                return auth;
            }
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "ssh.auth is one of password, key, agent.",
                Map.of("argument", "ssh.auth"));
    }
}
