package dev.sluice.connector.transport;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Judges servers' certificates as the JDK does, and says why one is refused. */
final class ServerTrust extends X509ExtendedTrustManager {
    private static final String NAME_CHECK = "HTTPS";

    private final X509ExtendedTrustManager judge;
    private final boolean checkName;

    private ServerTrust(X509ExtendedTrustManager judge, boolean checkName) {
        this.judge = judge;
        this.checkName = checkName;
    }

    /**
     * Trusts what these certificates have signed.
     *
     * @param authorities null for the JVM's own list
     * @param checkName whether the certificate must name the host (RFC 2818); connections that do
     *     not ask for it are then refused, and without it the name does not count even for those
     *     that do
     */
    static ServerTrust in(@Nullable List<X509Certificate> authorities, boolean checkName)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities == null ? null : store(authorities));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager judge) {
                return new ServerTrust(judge, checkName);
            }
        }
        throw new GeneralSecurityException("no judge of X.509 certificates");
    }

    private static KeyStore store(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate certificate : authorities) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        return store;
    }

    /** Makes a connection ask for what {@code checkName} demands. */
    static void askForName(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm(NAME_CHECK);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        if (!checkName) {
            checkServerTrusted(chain, authType);
            return;
        }
        require(socket instanceof SSLSocket ours ? ours.getSSLParameters() : null);
        try {
            judge.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw refusal(chain, authType, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        if (!checkName) {
            checkServerTrusted(chain, authType);
            return;
        }
        require(engine.getSSLParameters());
        try {
            judge.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw refusal(chain, authType, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        try {
            judge.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw refusal(ofChain(e), e);
        }
    }

    private static void require(@Nullable SSLParameters parameters) throws CertificateException {
        if (parameters == null
                || !NAME_CHECK.equals(parameters.getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("the name would not be checked");
        }
    }

    /** The chain alone is judged again: if it is good, it was the name that was not. */
    private CertificateException refusal(
            X509Certificate[] chain, String authType, CertificateException e) {
        try {
            judge.checkServerTrusted(chain, authType);
            return refusal(Diagnosis.TLS_WRONG_HOST, e);
        } catch (CertificateException ofChain) {
            return refusal(ofChain(ofChain), ofChain);
        }
    }

    /** Travels as a cause through JSSE and drivers. */
    private static CertificateException refusal(Diagnosis diagnosis, CertificateException e) {
        return new CertificateException(diagnosis.sentence(), new NetworkException(diagnosis, e));
    }

    private static Diagnosis ofChain(CertificateException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean outOfTime =
                    cause instanceof CertificateExpiredException
                            || cause instanceof CertificateNotYetValidException
                            || (cause instanceof CertPathValidatorException path
                                    && (path.getReason()
                                                    == CertPathValidatorException.BasicReason
                                                            .EXPIRED
                                            || path.getReason()
                                                    == CertPathValidatorException.BasicReason
                                                            .NOT_YET_VALID));
            if (outOfTime) {
                return Diagnosis.TLS_EXPIRED;
            }
        }
        return Diagnosis.TLS_UNTRUSTED;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("we are no server here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
