package dev.sluice.connector.postgresql;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificate a server may show. As with libpq, a given CA is always checked; without one,
 * {@code require} and {@code prefer} accept any certificate, and the verifying modes rely on the
 * JVM's own list.
 */
final class Trust {
    static final int CERTIFICATES_MAX = 1_000;

    private Trust() {}

    /**
     * The sockets for these settings, null when they ask for none.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when the CA is no list of certificates
     */
    static @Nullable TlsSockets sockets(ConnectionSettings settings) {
        if (settings.tls().mode() == TlsMode.DISABLE) {
            return null;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(settings.tls().mode(), settings.tls().caPem()), null);
            return new TlsSockets(
                    context.getSocketFactory(),
                    settings.host(),
                    settings.port(),
                    settings.tls().mode() == TlsMode.VERIFY_FULL);
        } catch (GeneralSecurityException | IOException e) {
            throw new SluiceException(ReasonCode.INTERNAL, "TLS could not be set up.", e);
        }
    }

    private static TrustManager @Nullable [] managers(TlsMode mode, @Nullable String caPem)
            throws GeneralSecurityException, IOException {
        if (caPem == null) {
            return mode == TlsMode.VERIFY_CA || mode == TlsMode.VERIFY_FULL
                    ? null
                    : new TrustManager[] {new AnyCertificate()};
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(caPem)) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(String caPem) {
        Collection<? extends Certificate> certificates;
        try {
            certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            caPem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw invalid();
        }
        if (certificates.isEmpty() || certificates.size() > CERTIFICATES_MAX) {
            throw invalid();
        }
        return certificates;
    }

    private static SluiceException invalid() {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "ca is 1 to " + CERTIFICATES_MAX + " certificates in PEM form.",
                Map.of("argument", "ca"));
    }

    /** For encryption against those who only listen, which is what {@code require} promises. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine e) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine e) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
