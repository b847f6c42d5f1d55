package dev.sluice.connector.transport;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts connections to one host, as its settings ask. As with libpq, a given CA is always
 * checked; without one, {@code require} and {@code prefer} accept any certificate, and the
 * verifying modes rely on the JVM's own list. TLS 1.2 and 1.3, nothing older.
 */
public final class TlsSockets {
    private static final TlsIdentity.Names CLIENT =
            new TlsIdentity.Names("client_certificate", "client_key");

    private final SSLContext context;
    private final X509ExtendedTrustManager trust;
    private final String host;
    private final int port;
    private final boolean checkName;

    private TlsSockets(
            SSLContext context,
            X509ExtendedTrustManager trust,
            String host,
            int port,
            boolean checkName) {
        this.context = context;
        this.trust = trust;
        this.host = host;
        this.port = port;
        this.checkName = checkName;
    }

    /**
     * The encryption that these settings ask for, null when they ask for none. The key of a client
     * certificate is opened now and closed at once; what signs with it stays in memory as long as
     * this does.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when a certificate or a key is none
     */
    public static @Nullable TlsSockets of(ConnectionSettings settings, Credential credential) {
        TlsSettings tls = settings.tls();
        if (tls.mode() == TlsMode.DISABLE) {
            return null;
        }
        KeyManager[] identity = identity(tls.clientCertificatePem(), credential);
        boolean checkName = tls.mode() == TlsMode.VERIFY_FULL;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            X509ExtendedTrustManager trust = trust(tls.mode(), tls.caPem(), checkName);
            context.init(identity, new TrustManager[] {trust}, null);
            return new TlsSockets(context, trust, settings.host(), settings.port(), checkName);
        } catch (GeneralSecurityException | IOException e) {
            throw new SluiceException(ReasonCode.INTERNAL, "TLS could not be set up.", e);
        }
    }

    private static KeyManager @Nullable [] identity(
            @Nullable String certificatePem, Credential credential) {
        if (certificatePem == null) {
            return null;
        }
        try (Secret key = credential.open(SecretName.TLS_CLIENT_KEY)) {
            return new KeyManager[] {TlsIdentity.of(CLIENT, certificatePem, key)};
        }
    }

    private static X509ExtendedTrustManager trust(
            TlsMode mode, @Nullable String caPem, boolean checkName)
            throws GeneralSecurityException, IOException {
        boolean verifying = mode == TlsMode.VERIFY_CA || mode == TlsMode.VERIFY_FULL;
        if (caPem == null && !verifying) {
            return new AnyCertificate();
        }
        List<X509Certificate> authorities = caPem == null ? null : Certificates.authorities(caPem);
        return ServerTrust.in(authorities, checkName);
    }

    /**
     * For drivers that encrypt by themselves. In mode {@code verify-full} a connection has to ask
     * for the check of the name, as {@code java.net.http} does, or it is refused.
     */
    public SSLContext context() {
        return context;
    }

    /**
     * For drivers that make the encrypted socket themselves, for the host of the settings, and let
     * nobody ask for the check of the name: it is asked for here.
     */
    public X509ExtendedTrustManager judge() {
        return checkName ? new NameAsking(trust) : trust;
    }

    /** An encrypted socket over a connected one, which it closes; the handshake is yet to come. */
    public SSLSocket over(Socket connected) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
        if (checkName) {
            SSLParameters parameters = socket.getSSLParameters();
            ServerTrust.askForName(parameters);
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    /** For drivers that encrypt a socket which they have connected, whatever host they name. */
    public SSLSocketFactory factory() {
        return new TlsSocketFactory(this);
    }
}
