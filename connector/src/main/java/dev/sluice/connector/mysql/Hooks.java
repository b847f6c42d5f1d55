package dev.sluice.connector.mysql;

import dev.sluice.connector.jdbc.Meter;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.connector.transport.WrappedSocket;
import dev.sluice.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.plugin.Credential;
import org.mariadb.jdbc.plugin.CredentialPlugin;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;

/**
 * What one login brings to the driver beyond text. The driver makes its plug-ins by class name and
 * tells them nothing, so they find this in the scope of the login, which runs on one thread.
 */
final class Hooks {
    /** How the driver's options name our plug-ins. */
    static final String NAME = "sluice";

    static final ScopedValue<Hooks> CURRENT = ScopedValue.newInstance();

    private final Secret password;
    private final Meter meter;
    private final SocketFactory way;
    private final @Nullable TlsSockets tls;
    private @Nullable Socket socket;
    private boolean encrypting;

    /**
     * @param password read during the login only
     * @param way makes the sockets that lead to the database
     * @param tls null when the connection is never encrypted
     */
    Hooks(Secret password, Meter meter, SocketFactory way, @Nullable TlsSockets tls) {
        this.password = password;
        this.meter = meter;
        this.way = way;
        this.tls = tls;
    }

    /** Whether the server has agreed to encrypt. */
    boolean encrypting() {
        return encrypting;
    }

    /** The connection's socket, null before there is one. */
    @Nullable Socket socket() {
        return socket;
    }

    private static Hooks current() {
        return CURRENT.get();
    }

    /** Makes the sockets that the driver connects. */
    public static final class Sockets extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Hooks hooks = current();
            Socket socket = new MeteredSocket(hooks.way.createSocket(), hooks.meter);
            hooks.socket = socket;
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("the driver connects its sockets itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                throws IOException {
            return createSocket(host, port);
        }
    }

    private static final class MeteredSocket extends WrappedSocket {
        private final Meter meter;

        MeteredSocket(Socket socket, Meter meter) {
            super(socket);
            this.meter = meter;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return meter.counting(super.getInputStream());
        }
    }

    /** Encrypts a connection as its settings say; the driver's own ideas of trust have no part. */
    public static final class Encryption implements TlsSocketPlugin {
        @Override
        public String type() {
            return NAME;
        }

        @Override
        public SSLSocket createSocket(Socket socket, SSLSocketFactory unused) throws IOException {
            Hooks hooks = current();
            TlsSockets tls = hooks.tls;
            if (tls == null) {
                throw new IOException("the settings ask for no TLS");
            }
            hooks.encrypting = true;
            return tls.over(socket);
        }

        @Override
        public TrustManager[] getTrustManager(
                Configuration conf, ExceptionFactory exceptions, HostAddress host) {
            return new TrustManager[0];
        }

        @Override
        public KeyManager[] getKeyManager(Configuration conf, ExceptionFactory exceptions) {
            return new KeyManager[0];
        }

        /** {@link TlsSockets} has verified what is to be verified during the handshake. */
        @Override
        public void verify(String host, SSLSession session, long thread) {}
    }

    /**
     * Hands the password over where the driver's configuration, which lives as long as the
     * connection, would keep it. The driver wants a {@code String}, which cannot be wiped.
     */
    public static final class Password implements CredentialPlugin {
        private String user = "";

        @Override
        public String type() {
            return NAME;
        }

        @Override
        public CredentialPlugin initialize(Configuration conf, String name, HostAddress host) {
            user = name;
            return this;
        }

        @Override
        public Credential get() {
            return new Credential(
                    user, new String(current().password.reveal(), StandardCharsets.UTF_8));
        }
    }
}
