package dev.sluice.connector.transport;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * The way without a tunnel. The name is looked up once for a connection: all its addresses must be
 * allowed, and the connection goes to one of those that were looked at, so that a second look-up
 * cannot answer otherwise (DNS rebinding).
 */
final class DirectPath implements Path {
    /** Further addresses of a name are not tried. */
    static final int ADDRESSES_MAX = 8;

    private final NetworkRules rules;
    private final Resolver resolver;
    private final String host;

    /** Turns a host's name into its addresses. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    DirectPath(NetworkRules rules, Resolver resolver, String host) {
        this.rules = rules;
        this.resolver = resolver;
        this.host = host;
    }

    @Override
    public Line open(int port, Duration patience) throws IOException {
        return new SocketLine(connect(port, patience));
    }

    Socket connect(int port, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        NetworkException failure = new NetworkException(Diagnosis.UNKNOWN_HOST);
        for (InetAddress address : addresses(port)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new NetworkException(Diagnosis.NO_ANSWER);
            }
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(new InetSocketAddress(address, port), (int) left);
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = new NetworkException(obstacle(e), e);
            }
        }
        throw failure;
    }

    /** All of the name's addresses, of which each has been checked. */
    List<InetAddress> addresses(int port) throws NetworkException {
        InetAddress[] found;
        try {
            found = resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new NetworkException(Diagnosis.UNKNOWN_HOST);
        }
        for (InetAddress address : found) {
            rules.check(address, port);
        }
        return List.of(found).subList(0, Math.min(found.length, ADDRESSES_MAX));
    }

    private static Diagnosis obstacle(IOException e) {
        return switch (e) {
            case ConnectException _ -> Diagnosis.CONNECTION_REFUSED;
            case NoRouteToHostException _ -> Diagnosis.NO_ROUTE;
            case SocketTimeoutException _ -> Diagnosis.NO_ANSWER;
            default -> Diagnosis.NO_ROUTE; // the network itself is away
        };
    }

    @Override
    public void close() {}
}
