package dev.sluice.server.http;

import dev.sluice.server.proxy.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Gives every request the address of the client that a trusted proxy speaks for, before anything
 * reads it: whoever asks a request for its remote address gets the right one.
 */
final class ProxiedClients implements HttpConfiguration.Customizer {
    private final TrustedProxies proxies;

    ProxiedClients(TrustedProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        if (!(peer instanceof InetSocketAddress socket) || socket.getAddress() == null) {
            return request;
        }
        HttpFields headers = request.getHeaders();
        Optional<InetAddress> client =
                proxies.client(
                        socket.getAddress(),
                        headers.getValuesList(HttpHeader.X_FORWARDED_FOR),
                        headers.getValuesList(HttpHeader.FORWARDED));
        return client.map(address -> from(address, socket.getPort(), request)).orElse(request);
    }

    private static Request from(InetAddress client, int port, Request request) {
        SocketAddress address = new InetSocketAddress(client, port);
        ConnectionMetaData connection =
                new ConnectionMetaData.Wrapper(request.getConnectionMetaData()) {
                    @Override
                    public SocketAddress getRemoteSocketAddress() {
                        return address;
                    }
                };
        request.setAttribute(TrustedProxies.SPOKEN_FOR, true);
        return new Request.Wrapper(request) {
            @Override
            public ConnectionMetaData getConnectionMetaData() {
                return connection;
            }
        };
    }
}
