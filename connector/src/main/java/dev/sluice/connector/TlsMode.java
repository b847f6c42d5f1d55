package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Locale;

/** How a connection is protected on the wire; the names are those of libpq's {@code sslmode}. */
public enum TlsMode {
    /** Never encrypted. */
    DISABLE,
    /** Encrypted when the server offers it; whoever sits between can prevent that. */
    PREFER,
    /** Always encrypted; the server is not authenticated unless a CA is given. */
    REQUIRE,
    /** Encrypted, and the server's certificate comes from the CA. */
    VERIFY_CA,
    /** Encrypted, the certificate comes from the CA and names the host. */
    VERIFY_FULL;

    /** The spelling of settings and of libpq, for example {@code verify-full}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the connection may end up in clear text. */
    public boolean mayBePlain() {
        return switch (this) {
            case DISABLE, PREFER -> true;
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> false;
        };
    }

    /**
     * Reads the spelling of {@link #wireName}.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public static TlsMode of(String wireName) {
        for (TlsMode mode : values()) {
            if (mode.wireName().equals(wireName)) {
                return mode;
            }
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "tls is one of disable, prefer, require, verify-ca, verify-full.");
    }
}
