package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.util.Map;
import java.util.function.Supplier;

/** Opens one of a connection's secrets for one use; it is closed as soon as the use is over. */
public interface Credential {
    /**
     * A secret of the caller's own, which the caller closes.
     *
     * @throws dev.sluice.core.SluiceException {@code INVALID_ARGUMENT} when there is none of this
     *     name
     */
    Secret open(SecretName name);

    boolean has(SecretName name);

    /**
     * Keeps a secret that a server exchanged for the one in use, as OAuth servers do with refresh
     * tokens (RFC 6749 section 6). The secret stays open.
     *
     * @return whether it was kept; where it is not, the next login uses the old one
     */
    default boolean replace(SecretName name, Secret secret) {
        return false;
    }

    /** A password and nothing else, asked for at each use. */
    static Credential ofPassword(Supplier<Secret> password) {
        return of(Map.of(SecretName.PASSWORD, password));
    }

    /** Secrets that are asked for at each use. */
    static Credential of(Map<SecretName, Supplier<Secret>> secrets) {
        Map<SecretName, Supplier<Secret>> kept = Map.copyOf(secrets);
        return new Credential() {
            @Override
            public Secret open(SecretName name) {
                Supplier<Secret> secret = kept.get(name);
                if (secret == null) {
                    throw new SluiceException(
                            ReasonCode.INVALID_ARGUMENT,
                            "The connection's secret '" + name.value() + "' is missing.",
                            Map.of("argument", name.value()));
                }
                return secret.get();
            }

            @Override
            public boolean has(SecretName name) {
                return kept.containsKey(name);
            }
        };
    }
}
