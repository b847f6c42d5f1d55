package dev.sluice.connector.postgresql;

import dev.sluice.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.plugin.AuthenticationPlugin;
import org.postgresql.plugin.AuthenticationRequestType;

/**
 * What one login brings to the driver beyond text. The driver makes its plug-ins by class name and
 * gives each the connection's properties, so this travels in them as an object: the password never
 * becomes a {@code String}, and certificates need no file.
 *
 * @param password read during the login only
 * @param tls null when the connection is never encrypted
 */
record Hooks(Secret password, Meter meter, @Nullable SSLSocketFactory tls) {
    private static final String KEY = "dev.sluice.hooks";

    void install(Properties properties) {
        properties.put(KEY, this);
        PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME.set(properties, Password.class.getName());
        PGProperty.SOCKET_FACTORY.set(properties, Sockets.class.getName());
        if (tls != null) {
            PGProperty.SSL_FACTORY.set(properties, TlsSockets.class.getName());
        }
    }

    private static Hooks in(Properties properties) {
        if (properties.get(KEY) instanceof Hooks hooks) {
            return hooks;
        }
        throw new IllegalArgumentException("the properties hold no hooks");
    }

    /** Hands the password over as characters that the driver wipes. */
    public static final class Password implements AuthenticationPlugin {
        private final Hooks hooks;

        public Password(Properties properties) {
            this.hooks = in(properties);
        }

        @Override
        public char[] getPassword(AuthenticationRequestType type) {
            CharBuffer decoded =
                    StandardCharsets.UTF_8.decode(ByteBuffer.wrap(hooks.password().reveal()));
            char[] characters = Arrays.copyOf(decoded.array(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            return characters;
        }
    }

    /** Makes sockets whose input is metered. */
    public static final class Sockets extends SocketFactory {
        private final Meter meter;

        public Sockets(Properties properties) {
            this.meter = in(properties).meter();
        }

        @Override
        public Socket createSocket() {
            return new MeteredSocket(meter);
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

    private static final class MeteredSocket extends Socket {
        private final Meter meter;

        MeteredSocket(Meter meter) {
            this.meter = meter;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return meter.counting(super.getInputStream());
        }
    }

    /** Makes TLS sockets that trust what the settings say. */
    public static final class TlsSockets extends SSLSocketFactory {
        private final SSLSocketFactory delegate;

        public TlsSockets(Properties properties) {
            SSLSocketFactory tls = in(properties).tls();
            if (tls == null) {
                throw new IllegalArgumentException("the settings ask for no TLS");
            }
            this.delegate = tls;
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
                throws IOException {
            return delegate.createSocket(socket, host, port, autoClose);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return delegate.createSocket(host, port);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort)
                throws IOException {
            return delegate.createSocket(host, port, local, localPort);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return delegate.createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                throws IOException {
            return delegate.createSocket(host, port, local, localPort);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return delegate.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return delegate.getSupportedCipherSuites();
        }
    }
}
