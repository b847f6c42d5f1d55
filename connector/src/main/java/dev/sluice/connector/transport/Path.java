package dev.sluice.connector.transport;

import dev.sluice.connector.NetworkException;
import java.io.IOException;
import java.time.Duration;

/** The way to one host, on which connections are opened. */
interface Path extends AutoCloseable {
    /**
     * Opens a connection.
     *
     * @throws NetworkException when the way says why it does not
     */
    Line open(int port, Duration patience) throws IOException;

    @Override
    void close();
}
