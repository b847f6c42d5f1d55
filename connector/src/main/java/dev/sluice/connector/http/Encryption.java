package dev.sluice.connector.http;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The encryption of services: every call carries a secret, so the server has to prove itself. */
public final class Encryption {
    private Encryption() {}

    /**
     * What the settings ask for, null when that is none.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} for a mode that would take any server, or a
     *     certificate that is none
     */
    public static @Nullable TlsSockets of(ConnectionSettings settings, Credential credential) {
        boolean anyServer =
                switch (settings.tls().mode()) {
                    case PREFER, REQUIRE -> settings.tls().caPem() == null;
                    case DISABLE, VERIFY_CA, VERIFY_FULL -> false;
                };
        if (anyServer || settings.tls().mode() == TlsMode.PREFER) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "tls is verify-full or verify-ca for a service over HTTP, or disable on"
                            + " loopback: what it is sent is a secret.",
                    Map.of("argument", "tls"));
        }
        return TlsSockets.of(settings, credential);
    }
}
