package dev.sluice.connector;

import javax.net.SocketFactory;

/** The way to one database. Safe for use by several threads. */
public interface Route extends AutoCloseable {
    /**
     * Makes unconnected sockets. Whatever address such a socket is told to connect to, it connects
     * to the database of this route, or to the same host where an engine needs a second port, and
     * to nothing that the deployment does not allow.
     */
    SocketFactory sockets();

    @Override
    void close();
}
