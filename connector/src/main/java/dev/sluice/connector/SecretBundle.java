package dev.sluice.connector;

import dev.sluice.core.NamedSecrets;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All secrets of one connection, which are sealed together. Closing it closes every secret. Not
 * safe for use by several threads.
 */
public final class SecretBundle implements Credential, AutoCloseable {
    private final NamedSecrets secrets;

    /**
     * Takes the secrets over.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when a name is none; the secrets are closed
     *     then
     */
    public SecretBundle(NamedSecrets secrets) {
        this.secrets = secrets;
        try {
            secrets.names().forEach(SecretName::new);
        } catch (SluiceException e) {
            secrets.close();
            throw e;
        }
    }

    /**
     * Takes the secrets over.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} beyond the limits of {@link NamedSecrets};
     *     the secrets are closed then
     */
    public static SecretBundle of(Map<SecretName, Secret> secrets) {
        Map<String, Secret> named = new TreeMap<>();
        secrets.forEach((name, secret) -> named.put(name.value(), secret));
        return new SecretBundle(new NamedSecrets(named));
    }

    /** For a connection that needs none. */
    public static SecretBundle empty() {
        return of(Map.of());
    }

    /** A bundle of this password alone, which is taken over. */
    public static SecretBundle ofPassword(Secret password) {
        return of(Map.of(SecretName.PASSWORD, password));
    }

    /**
     * Reads what {@link #encode} wrote; the argument stays open.
     *
     * @throws SluiceException {@code SEAL_BROKEN} for anything else
     */
    public static SecretBundle decode(Secret encoded) {
        try {
            return new SecretBundle(NamedSecrets.decode(encoded));
        } catch (SluiceException _) {
            throw new SluiceException(
                    ReasonCode.SEAL_BROKEN, "A connection's secrets are unreadable.");
        }
    }

    /** All of them as one secret, which the caller closes. */
    public Secret encode() {
        return secrets.encode();
    }

    /**
     * A bundle of copies of these secrets, and of the others in place of those of the same names.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} beyond the limits of {@link NamedSecrets}
     */
    public SecretBundle with(SecretBundle others) {
        Map<SecretName, Secret> all = new TreeMap<>();
        names().stream()
                .filter(name -> !others.has(name))
                .forEach(name -> all.put(name, open(name)));
        others.names().forEach(name -> all.put(name, others.open(name)));
        return of(all);
    }

    public Set<SecretName> names() {
        return secrets.names().stream().map(SecretName::new).collect(Collectors.toSet());
    }

    /** A copy of the secret's bytes. */
    @Override
    public Secret open(SecretName name) {
        return secrets.open(name.value());
    }

    @Override
    public boolean has(SecretName name) {
        return secrets.has(name.value());
    }

    @Override
    public void close() {
        secrets.close();
    }

    @Override
    public String toString() {
        return "SecretBundle" + secrets.names();
    }
}
