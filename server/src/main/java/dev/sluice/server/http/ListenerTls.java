package dev.sluice.server.http;

import dev.sluice.connector.transport.TlsIdentity;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that this server shows, from two files. When they change, connections that come
 * after see the new one; what cannot be read is reported, and the old one stays.
 */
public final class ListenerTls implements AutoCloseable {
    /** How often the files are looked at. */
    public static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    /** A chain and a key are a few kilobytes. */
    static final int FILE_BYTES_MAX = 256 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);

    private final Path certificate;
    private final Path key;
    private final boolean olderAllowed;
    private final Keys keys;
    private volatile List<FileTime> seen;
    private volatile @Nullable Thread watch;

    /**
     * Reads both files.
     *
     * @param certificate the chain as PEM, the server's own certificate first
     * @param key PKCS#8 as PEM, without a passphrase
     * @param olderAllowed TLS 1.2 besides 1.3
     * @throws SluiceException {@code CONFIG_INVALID}
     */
    public ListenerTls(Path certificate, Path key, boolean olderAllowed) {
        this.certificate = certificate;
        this.key = key;
        this.olderAllowed = olderAllowed;
        this.seen = times();
        this.keys = new Keys(read());
    }

    /** The protocols that clients may speak. */
    String[] protocols() {
        return olderAllowed ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"};
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SluiceException(ReasonCode.INTERNAL, "TLS could not be set up.", e);
        }
    }

    /** Looks at the files from now on. */
    void watch() {
        watch = Thread.ofVirtual().name("tls-files").start(this::look);
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                reloadIfChanged();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes over what the files hold now, if they have changed and can be read. */
    void reloadIfChanged() {
        List<FileTime> now = times();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            keys.current = read();
            LOG.atInfo().log("The TLS certificate was read anew");
        } catch (SluiceException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.getMessage())
                    .log("The changed TLS certificate cannot be used; the old one stays");
        }
    }

    private List<FileTime> times() {
        return List.of(time(certificate), time(key));
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private X509ExtendedKeyManager read() {
        try (Secret keyPem = Secret.takingOver(bytes(key, "tls_key"))) {
            byte[] chain = bytes(certificate, "tls_certificate");
            return TlsIdentity.of(
                    new TlsIdentity.Names("tls_certificate", "tls_key"),
                    new String(chain, StandardCharsets.ISO_8859_1),
                    keyPem);
        } catch (SluiceException e) {
            throw new SluiceException(ReasonCode.CONFIG_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] bytes(Path file, String setting) {
        try {
            if (Files.size(file) <= FILE_BYTES_MAX) {
                return Files.readAllBytes(file);
            }
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID, setting + " names a file that is too large.");
        } catch (IOException e) {
            throw new SluiceException(
                    ReasonCode.CONFIG_INVALID,
                    setting + " names a file that cannot be read: " + file);
        }
    }

    @Override
    public void close() {
        Thread running = watch;
        if (running != null) {
            running.interrupt();
        }
    }

    /** What the JDK asks for the certificate at each handshake. */
    private static final class Keys extends X509ExtendedKeyManager {
        private volatile X509ExtendedKeyManager current;

        Keys(X509ExtendedKeyManager current) {
            this.current = current;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return current.chooseEngineServerAlias(keyType, issuers, engine);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, Socket socket) {
            return current.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return current.getServerAliases(keyType, issuers);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return current.getCertificateChain(alias);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return current.getPrivateKey(alias);
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
            return null;
        }
    }
}
