package dev.sluice.connector.postgresql;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Encrypts connections to one host.
 *
 * @param checkName whether the certificate must name the host (RFC 2818)
 */
record TlsSockets(SSLSocketFactory factory, String host, int port, boolean checkName) {
    /** An encrypted socket over a connected one, which it closes; the handshake is yet to come. */
    SSLSocket over(Socket connected) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(connected, host, port, true);
        if (checkName) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        return socket;
    }
}
