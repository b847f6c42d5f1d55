package dev.sluice.connector.http;

import dev.sluice.connector.Route;
import dev.sluice.connector.transport.TlsSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Lets the client connect by a route alone: it resolves no name and opens no socket of its own. */
final class Connections extends PoolingHttpClientConnectionManagerBuilder {
    private static final int CONNECT_SECONDS_MAX = 10;
    private static final int IDLE_SECONDS_MAX = 30;
    private static final int CONNECTIONS_MAX = 600;

    /** Of a status line or a header; the library itself has no limits. */
    private static final int LINE_BYTES_MAX = 16 << 10;

    private static final int HEADERS_MAX = 200;
    private static final int EMPTY_LINES_MAX = 5;

    private final Route route;

    private Connections(Route route) {
        this.route = route;
    }

    static PoolingHttpClientConnectionManager over(Route route, @Nullable TlsSockets encryption) {
        return new Connections(route)
                .setDnsResolver(new RouteNames())
                .setTlsSocketStrategy((socket, _, _, _, _) -> encrypt(socket, encryption))
                .setConnectionFactory(
                        ManagedHttpClientConnectionFactory.builder()
                                .http1Config(
                                        Http1Config.custom()
                                                .setMaxLineLength(LINE_BYTES_MAX)
                                                .setMaxHeaderCount(HEADERS_MAX)
                                                .setMaxEmptyLineCount(EMPTY_LINES_MAX)
                                                .build())
                                .build())
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(CONNECTIONS_MAX)
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(CONNECT_SECONDS_MAX))
                                .setSocketTimeout(Timeout.ofSeconds(CONNECT_SECONDS_MAX))
                                .setTimeToLive(TimeValue.ofSeconds(IDLE_SECONDS_MAX))
                                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                                .build())
                .build();
    }

    private static SSLSocket encrypt(Socket socket, @Nullable TlsSockets encryption)
            throws IOException {
        if (encryption == null) {
            throw new IOException("the settings ask for no encryption");
        }
        SSLSocket encrypted = encryption.over(socket);
        encrypted.startHandshake();
        return encrypted;
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
            SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
        DetachedSocketFactory sockets =
                new DetachedSocketFactory() {
                    @Override
                    public Socket create(Proxy proxy) throws IOException {
                        return route.sockets().createSocket();
                    }
                };
        return new DefaultHttpClientConnectionOperator(
                sockets,
                ports,
                names,
                RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
    }

    /** Leaves names to the route, which looks at what they mean. */
    private static final class RouteNames implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) {
            return List.of(InetSocketAddress.createUnresolved(host, port));
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            throw new UnknownHostException("names are resolved by the route");
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
