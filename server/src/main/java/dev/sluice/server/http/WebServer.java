package dev.sluice.server.http;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.proxy.TrustedProxies;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * One port for both planes. The data plane answers from {@link #start}; the control plane is put in
 * when it is ready, and its paths answer 503 with Retry-After until then. A path that no data-plane
 * servlet is mapped to belongs to the control plane.
 *
 * <p>Requests run on virtual threads. HTTP/1.1 only: HTTP/2 ends at a proxy in front, and so does
 * TLS unless the server has a certificate of its own.
 */
public final class WebServer implements AutoCloseable {
    /** Request line and headers together, bytes. */
    public static final int HEADER_BYTES_MAX = 16 * 1024;

    /** Open connections; further ones wait to be accepted. */
    public static final int CONNECTIONS_MAX = 2_048;

    /** A connection on which nothing happens is closed. */
    public static final Duration IDLE_MAX = Duration.ofSeconds(60);

    /** The same when {@link #CONNECTIONS_MAX} is reached, so that idle ones make room. */
    public static final Duration IDLE_WHEN_FULL_MAX = Duration.ofSeconds(5);

    /** How long calls under way may take to end when the server stops. */
    public static final Duration STOP_MAX = Duration.ofSeconds(10);

    private static final int THREADS_MAX = 64;

    private final Server server;
    private final ServerConnector connector;
    private final ControlPlaneSlot control = new ControlPlaneSlot();
    private @Nullable ListenerTls tls;

    /**
     * Builds the server; nothing listens yet.
     *
     * @param host the address to bind, loopback unless the operator says otherwise
     * @param port 1 to 65,535, or 0 for any free one
     * @param hosts the names that we answer to
     * @param obstacle what keeps us from answering queries, empty when nothing does
     * @param dataPlane servlets by path pattern
     */
    public WebServer(
            String host,
            int port,
            AllowedHosts hosts,
            Supplier<Optional<String>> obstacle,
            Map<String, Servlet> dataPlane) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX);
        threads.setName("http");
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(
                VirtualThreads.getNamedVirtualThreadsExecutor("http-request-"));
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MAX.toMillis());
        server.addConnector(connector);
        NetworkConnectionLimit limit = new NetworkConnectionLimit(CONNECTIONS_MAX, connector);
        limit.setEndPointIdleTimeout(IDLE_WHEN_FULL_MAX.toMillis());
        server.addBean(limit);
        server.setErrorHandler(new ErrorAnswers());
        server.setStopTimeout(STOP_MAX.toMillis());
        Handler planes = new Handler.Sequence(dataPlane(dataPlane, obstacle), control);
        server.setHandler(new Edge(hosts, new GracefulHandler(planes)));
    }

    /** Believes these proxies about their clients' addresses. Call it before {@link #start}. */
    public void behind(TrustedProxies proxies) {
        if (!proxies.isEmpty()) {
            connector
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration()
                    .addCustomizer(new ProxiedClients(proxies));
        }
    }

    /** Speaks TLS and nothing else. Call it before {@link #start}. */
    public void encrypted(ListenerTls listenerTls) {
        HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
        // Which names are ours, AllowedHosts says.
        http.getHttpConfiguration().addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(listenerTls.context());
        factory.setExcludeProtocols();
        factory.setIncludeProtocols(listenerTls.protocols());
        SslConnectionFactory ssl = new SslConnectionFactory(factory, http.getProtocol());
        connector.addFirstConnectionFactory(ssl);
        connector.setDefaultProtocol(ssl.getProtocol());
        tls = listenerTls;
    }

    /**
     * Binds the port and answers the data plane.
     *
     * @throws SluiceException {@code CONFIG_INVALID} when the port cannot be had
     */
    public void start() {
        try {
            connector.open();
        } catch (IOException e) {
            throw unbound(e);
        }
        try {
            server.start();
            if (tls != null) {
                tls.watch();
            }
        } catch (Exception e) {
            throw new SluiceException(ReasonCode.INTERNAL, "The HTTP server does not start.", e);
        }
    }

    /** The bound port. */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * Starts the control plane's handler and lets its requests in.
     *
     * @param handler usually a servlet context for {@code /}; may be given in the stopped state
     */
    public void controlPlane(Handler handler) {
        try {
            handler.setServer(server);
            handler.start();
            control.setHandler(handler);
        } catch (Exception e) {
            throw new SluiceException(ReasonCode.INTERNAL, "The control plane does not start.", e);
        }
    }

    /** Lets calls under way end, at most {@link #STOP_MAX}; then cuts them off. */
    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new SluiceException(ReasonCode.INTERNAL, "The HTTP server does not stop.", e);
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(HEADER_BYTES_MAX);
        configuration.setSendServerVersion(false);
        configuration.setSendXPoweredBy(false);
        return configuration;
    }

    private static Handler dataPlane(
            Map<String, Servlet> servlets, Supplier<Optional<String>> obstacle) {
        ServletContextHandler context = new ServletContextHandler("/");
        // Without a default servlet, what is not mapped here falls through to the control plane.
        context.getServletHandler().setEnsureDefaultServlet(false);
        ServletHolder health = new ServletHolder(new HealthServlet(obstacle));
        context.addServlet(health, HealthServlet.LIVE);
        context.addServlet(health, HealthServlet.READY);
        servlets.forEach((path, servlet) -> context.addServlet(new ServletHolder(servlet), path));
        return context;
    }

    private SluiceException unbound(IOException e) {
        String address = connector.getHost() + ":" + connector.getPort();
        boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                taken
                        ? "Port "
                                + connector.getPort()
                                + " on "
                                + connector.getHost()
                                + " cannot be had: another process listens there, or the port"
                                + " needs rights that this user lacks. Stop the other process or"
                                + " choose another port with --port."
                        : "The address " + address + " cannot be listened on. Check host and port.",
                e);
    }
}
