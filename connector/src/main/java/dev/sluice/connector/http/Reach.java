package dev.sluice.connector.http;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Where a host may be reached: what the deployment's address rules and tunnels make of it. */
@FunctionalInterface
public interface Reach {
    /**
     * The addresses to try, in order.
     *
     * @throws UnknownHostException when the name has none
     * @throws dev.sluice.core.SluiceException when the deployment forbids them; {@code
     *     details.reason} says why
     */
    List<InetSocketAddress> of(String host, int port) throws UnknownHostException;
}
