package dev.sluice.connector.transport;

import dev.sluice.connector.Route;
import javax.net.SocketFactory;

/** A route for connectors over one path, which it closes. */
record PathRoute(Path path) implements Route {
    @Override
    public SocketFactory sockets() {
        return new RouteSockets(path);
    }

    @Override
    public void close() {
        path.close();
    }
}
