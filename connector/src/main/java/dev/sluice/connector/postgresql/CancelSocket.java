package dev.sluice.connector.postgresql;

import dev.sluice.connector.transport.TlsSockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encrypted from its first byte, for the cancel request of an encrypted connection: the driver
 * sends that request, and with it the key of the session, in clear text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL
 *     session encryption</a>
 */
final class CancelSocket extends Socket {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int SSL_REQUEST_BYTES = 8;

    private final TlsSockets tls;
    private final Socket plain;
    private @Nullable Socket encrypted;

    /**
     * @param plain not connected yet
     */
    CancelSocket(Socket plain, TlsSockets tls) {
        this.plain = plain;
        this.tls = tls;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        plain.connect(endpoint, timeoutMillis);
        plain.setSoTimeout(timeoutMillis);
        plain.setTcpNoDelay(true);
        plain.getOutputStream()
                .write(
                        ByteBuffer.allocate(SSL_REQUEST_BYTES)
                                .putInt(SSL_REQUEST_BYTES)
                                .putInt(SSL_REQUEST)
                                .array());
        if (plain.getInputStream().read() != 'S') {
            throw new IOException("the server does not encrypt a cancel request");
        }
        encrypted = tls.over(plain);
    }

    private Socket encrypted() throws SocketException {
        if (encrypted == null) {
            throw new SocketException("not connected");
        }
        return encrypted;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return encrypted().getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return encrypted().getOutputStream();
    }

    @Override
    public void setSoTimeout(int timeoutMillis) throws SocketException {
        plain.setSoTimeout(timeoutMillis);
    }

    @Override
    public void close() throws IOException {
        super.close();
        if (encrypted != null) {
            encrypted.close();
        }
        plain.close();
    }
}
