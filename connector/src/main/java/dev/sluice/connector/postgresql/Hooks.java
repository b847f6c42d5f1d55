package dev.sluice.connector.postgresql;

import dev.sluice.connector.jdbc.Meter;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.connector.transport.WrappedSocket;
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
 */
final class Hooks {
    private static final String KEY = "dev.sluice.hooks";

    private final Secret password;
    private final Meter meter;
    private final SocketFactory way;
    private final @Nullable TlsSockets tls;
    private volatile boolean encrypted;
    private volatile boolean loggedIn;

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

    void install(Properties properties) {
        properties.put(KEY, this);
        PGProperty.AUTHENTICATION_PLUGIN_CLASS_NAME.set(properties, Password.class.getName());
        PGProperty.SOCKET_FACTORY.set(properties, Sockets.class.getName());
        if (tls != null) {
            PGProperty.SSL_FACTORY.set(properties, Encryption.class.getName());
        }
    }

    /** From now on the driver opens sockets for cancel requests only. */
    void loggedIn() {
        loggedIn = true;
    }

    /** Whether the server has agreed to encrypt. */
    boolean encrypted() {
        return encrypted;
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
                    StandardCharsets.UTF_8.decode(ByteBuffer.wrap(hooks.password.reveal()));
            char[] characters = Arrays.copyOf(decoded.array(), decoded.limit());
            Arrays.fill(decoded.array(), '\0');
            return characters;
        }
    }

    /** Makes the sockets that the driver connects. */
    public static final class Sockets extends SocketFactory {
        private final Hooks hooks;

        public Sockets(Properties properties) {
            this.hooks = in(properties);
        }

        @Override
        public Socket createSocket() throws IOException {
            TlsSockets tls = hooks.tls;
            Socket socket = hooks.way.createSocket();
            return tls != null && hooks.loggedIn && hooks.encrypted
                    ? new CancelSocket(socket, tls)
                    : new MeteredSocket(socket, hooks.meter);
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

    /** Encrypts a connection once the server has agreed to it. */
    public static final class Encryption extends SSLSocketFactory {
        private final Hooks hooks;
        private final TlsSockets tls;
        private final String[] ciphers;

        public Encryption(Properties properties) {
            this.hooks = in(properties);
            if (hooks.tls == null) {
                throw new IllegalArgumentException("the settings ask for no TLS");
            }
            this.tls = hooks.tls;
            this.ciphers = tls.factory().getDefaultCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
                throws IOException {
            hooks.encrypted = true;
            return tls.over(socket);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("the driver encrypts a socket that it has connected");
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

        @Override
        public String[] getDefaultCipherSuites() {
            return ciphers;
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return ciphers;
        }
    }
}
