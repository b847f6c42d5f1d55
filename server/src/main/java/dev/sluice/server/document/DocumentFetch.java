package dev.sluice.server.document;

import dev.sluice.server.document.Fetched.Document;
import dev.sluice.server.document.Fetched.Failed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One GET to an address that a stranger chose. The host is resolved once; all its addresses must be
 * allowed, and the connection goes to the one that was looked at, so that a second look-up cannot
 * answer otherwise. Redirects are not followed.
 */
public final class DocumentFetch {
    static final Duration TIME_MAX = Duration.ofSeconds(5);

    /**
     * One answer for names that do not resolve, addresses that are not allowed, and hosts that do
     * not answer: it must not tell what there is in our own network.
     */
    static final Failed UNREACHABLE =
            new Failed("it could not be fetched from the public internet within 5 seconds");

    private static final Logger LOG = LoggerFactory.getLogger(DocumentFetch.class);
    private static final int HTTPS_PORT = 443;

    private final AddressRule rule;
    private final SSLSocketFactory tls;
    private final Resolver resolver;

    /** Turns a host's name into its addresses. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    public DocumentFetch(AddressRule rule) {
        this(rule, (SSLSocketFactory) SSLSocketFactory.getDefault(), InetAddress::getAllByName);
    }

    DocumentFetch(AddressRule rule, SSLSocketFactory tls, Resolver resolver) {
        this.rule = rule;
        this.tls = tls;
        this.resolver = resolver;
    }

    /** Whether the address is of a form that would be fetched at all. */
    boolean takes(URI uri) {
        boolean standard = uri.getPort() == -1 || uri.getPort() == HTTPS_PORT;
        boolean secure = "https".equals(uri.getScheme());
        boolean web = secure || "http".equals(uri.getScheme());
        return uri.getHost() != null && ((secure && standard) || (web && rule.allowsLoopback()));
    }

    /** Fetches within {@link #TIME_MAX}, whatever the other side does. */
    Fetched get(URI uri) {
        FutureTask<Fetched> answer = new FutureTask<>(() -> fetch(uri));
        Thread.ofVirtual().name("document").start(answer);
        try {
            return answer.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true); // which closes the socket that it waits on
            return UNREACHABLE;
        } catch (ExecutionException e) {
            LOG.atDebug().addKeyValue("host", uri.getHost()).setCause(e).log("nothing was fetched");
            return UNREACHABLE;
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return UNREACHABLE;
        }
    }

    private Fetched fetch(URI uri) throws IOException {
        InetAddress[] addresses = resolver.resolve(bare(uri.getHost()));
        for (InetAddress address : addresses) {
            if (!rule.allows(address)) {
                LOG.atWarn()
                        .addKeyValue("host", uri.getHost())
                        .log("A client's document is at an address that is not allowed");
                return UNREACHABLE;
            }
        }
        if ("http".equals(uri.getScheme()) && !addresses[0].isLoopbackAddress()) {
            return UNREACHABLE;
        }
        try (Socket socket = connected(uri, addresses[0])) {
            socket.getOutputStream().write(request(uri));
            socket.getOutputStream().flush();
            return switch (HttpAnswer.read(socket.getInputStream())) {
                case HttpAnswer answer when answer.status() != 200 ->
                        new Failed("it was answered with the status " + answer.status());
                case HttpAnswer answer when !answer.isJson() -> new Failed("it is not JSON");
                case HttpAnswer answer ->
                        new Document(new String(answer.body(), StandardCharsets.UTF_8));
            };
        }
    }

    private Socket connected(URI uri, InetAddress address) throws IOException {
        boolean secure = "https".equals(uri.getScheme());
        int port = uri.getPort() != -1 ? uri.getPort() : secure ? HTTPS_PORT : 80;
        Socket plain = new Socket();
        try {
            plain.setSoTimeout((int) TIME_MAX.toMillis());
            plain.connect(new InetSocketAddress(address, port), (int) TIME_MAX.toMillis());
            if (!secure) {
                return plain;
            }
            SSLSocket socket = (SSLSocket) tls.createSocket(plain, bare(uri.getHost()), port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static byte[] request(URI uri) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return ("GET "
                        + uri.getRawPath()
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + uri.getRawAuthority()
                        + "\r\nAccept: application/json\r\nAccept-Encoding: identity"
                        + "\r\nUser-Agent: Sluice\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
