package dev.sluice.connector.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** Encrypts connections to one host, as its settings ask. */
@FunctionalInterface
public interface Encryption {
    /** An encrypted socket over a connected one; the handshake is yet to come. */
    SSLSocket over(Socket connected) throws IOException;
}
