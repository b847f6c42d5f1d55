package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is protected on the wire.
 *
 * @param caPem the certificates that may sign the server's, as PEM text; null for the JVM's own
 * @param clientCertificatePem the chain that the client shows, its own certificate first, as PEM
 *     text; its key is the secret {@link SecretName#TLS_CLIENT_KEY}; null for none
 * @param plaintextAllowed that the deployment accepts an unprotected connection over a network
 */
public record TlsSettings(
        TlsMode mode,
        @Nullable String caPem,
        @Nullable String clientCertificatePem,
        boolean plaintextAllowed) {
    /** The bundle of every region of a large provider takes about 170 KiB. */
    public static final int CA_PEM_CHARACTERS_MAX = 512 * 1024;

    public static final int CLIENT_PEM_CHARACTERS_MAX = 64 * 1024;

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public TlsSettings {
        require(caPem, CA_PEM_CHARACTERS_MAX, "ca");
        require(clientCertificatePem, CLIENT_PEM_CHARACTERS_MAX, "client_certificate");
    }

    /** This mode, the JVM's list of CAs, no client certificate. */
    public static TlsSettings of(TlsMode mode) {
        return new TlsSettings(mode, null, null, false);
    }

    public TlsSettings withCa(String pem) {
        return new TlsSettings(mode, pem, clientCertificatePem, plaintextAllowed);
    }

    private static void require(@Nullable String pem, int charactersMax, String argument) {
        if (pem != null && pem.length() > charactersMax) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    argument + " is at most " + charactersMax + " characters of PEM text.",
                    Map.of("argument", argument));
        }
    }
}
