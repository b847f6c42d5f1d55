package dev.sluice.connector.http;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The encryption of a service's settings: HTTP is encrypted or not, there is nothing between. */
public final class TlsEncryption implements Encryption {
    private final SSLContext context;
    private final String host;
    private final int port;

    private TlsEncryption(SSLContext context, String host, int port) {
        this.context = context;
        this.host = host;
        this.port = port;
    }

    /**
     * The encryption that the settings ask for.
     *
     * @return null when the settings ask for none
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public static @Nullable Encryption of(ConnectionSettings settings) {
        TlsMode mode = settings.tls().mode();
        if (mode == TlsMode.DISABLE) {
            return null;
        }
        if (mode != TlsMode.VERIFY_FULL) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "tls is disable or verify-full for services that are asked over HTTP.",
                    Map.of("argument", "tls"));
        }
        try {
            return new TlsEncryption(SSLContext.getDefault(), settings.host(), settings.port());
        } catch (GeneralSecurityException e) {
            throw new SluiceException(ReasonCode.INTERNAL, "TLS could not be set up.", e);
        }
    }

    @Override
    public SSLSocket over(Socket connected) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }
}
