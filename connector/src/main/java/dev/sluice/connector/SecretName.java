package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one of a connection's secrets is for.
 *
 * @param value lower-case letters, digits and underscores, at most {@link #CHARACTERS_MAX}
 */
public record SecretName(String value) implements Comparable<SecretName> {
    public static final int CHARACTERS_MAX = 40;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public static final SecretName PASSWORD = new SecretName("password");

    /** Of {@link AuthMethod#KEY_PAIR}: PKCS#8 as PEM text. */
    public static final SecretName PRIVATE_KEY = new SecretName("private_key");

    public static final SecretName PRIVATE_KEY_PASSPHRASE =
            new SecretName("private_key_passphrase");

    public static final SecretName TOKEN = new SecretName("token");
    public static final SecretName CLIENT_SECRET = new SecretName("client_secret");
    public static final SecretName REFRESH_TOKEN = new SecretName("refresh_token");

    /** The JSON file of a Google service account. */
    public static final SecretName SERVICE_ACCOUNT = new SecretName("service_account");

    /** The key of the client certificate in {@link TlsSettings}: PKCS#8 as PEM text. */
    public static final SecretName TLS_CLIENT_KEY = new SecretName("tls_client_key");

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public SecretName {
        if (!FORM.matcher(value).matches()) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "The name of a secret is a lower-case letter and then at most 39 lower-case"
                            + " letters, digits or underscores.",
                    Map.of("argument", "secrets"));
        }
    }

    /**
     * For an SSH server.
     *
     * @param hop its place on the way, from 0
     */
    public static SecretName sshPassword(int hop) {
        return new SecretName("ssh_password_" + hop);
    }

    /** OpenSSH's or PKCS#8's PEM text. */
    public static SecretName sshKey(int hop) {
        return new SecretName("ssh_key_" + hop);
    }

    public static SecretName sshPassphrase(int hop) {
        return new SecretName("ssh_passphrase_" + hop);
    }

    @Override
    public int compareTo(SecretName other) {
        return value.compareTo(other.value);
    }
}
