package dev.sluice.connector.jdbc;

import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.connector.transport.WrappedSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What one login brings to the driver beyond text: whose certificate is good, and the sockets that
 * reach the database alone. The driver makes its plug-ins by class name on the thread that logs in,
 * and gives them nothing but text; so they find this in a scoped value, for the time of the login.
 */
public final class DriverHooks {
    private static final ScopedValue<DriverHooks> CURRENT = ScopedValue.newInstance();

    private final SocketFactory sockets;
    private final @Nullable TlsSockets tls;
    private final Meter meter = new Meter();
    private final List<Socket> opened = new CopyOnWriteArrayList<>();
    private volatile @Nullable IOException failure;

    /**
     * @param sockets that reach the database
     * @param tls null for a connection that is never encrypted
     */
    public DriverHooks(SocketFactory sockets, @Nullable TlsSockets tls) {
        this.sockets = sockets;
        this.tls = tls;
    }

    public Meter meter() {
        return meter;
    }

    /** Why the last socket did not connect, null when it did. */
    public @Nullable IOException failure() {
        return failure;
    }

    /** Runs a login whose driver makes plug-ins by the names of the classes below. */
    public <T, X extends Throwable> T during(ScopedValue.CallableOp<? extends T, X> login)
            throws X {
        return ScopedValue.where(CURRENT, this).call(login);
    }

    /** Closes the sockets under the driver. */
    public void cut() {
        for (Socket socket : opened) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed, or the operating system does that.
            }
        }
    }

    /** Makes the sockets that the driver connects. */
    public static final class Sockets extends SocketFactory {
        private final DriverHooks hooks = CURRENT.get();

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new MeteredSocket(hooks.sockets.createSocket(), hooks);
            hooks.opened.add(socket);
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

    private TlsSockets encryption() {
        if (tls == null) {
            throw new IllegalStateException("the settings ask for no TLS");
        }
        return tls;
    }

    private static final class MeteredSocket extends WrappedSocket {
        private final DriverHooks hooks;

        MeteredSocket(Socket inner, DriverHooks hooks) {
            super(inner);
            this.hooks = hooks;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
            try {
                super.connect(endpoint, timeoutMillis);
                hooks.failure = null;
            } catch (IOException e) {
                hooks.failure = e;
                throw e;
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return hooks.meter.counting(super.getInputStream());
        }
    }

    /** Encrypts a socket that the driver has connected, for the host of the settings. */
    public static final class Encryption extends SSLSocketFactory {
        private final SSLSocketFactory factory = CURRENT.get().encryption().factory();

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
                throws IOException {
            return factory.createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return factory.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            return factory.createSocket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return factory.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                throws IOException {
            return factory.createSocket(host, port, local, localPort);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }
    }

    /** Judges the server's certificate for a driver that makes the encrypted socket itself. */
    public static final class Trust extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager judge;

        public Trust() {
            this.judge = CURRENT.get().encryption().judge();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            judge.checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            judge.checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType)
                throws CertificateException {
            throw new CertificateException("a server is judged with its connection");
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
}
