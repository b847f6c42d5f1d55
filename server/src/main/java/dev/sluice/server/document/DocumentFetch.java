package dev.sluice.server.document;

import dev.sluice.core.Secret;
import dev.sluice.server.document.Fetched.Document;
import dev.sluice.server.document.Fetched.Failed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
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
 * One request to an address that a stranger chose. The host is resolved once; all its addresses
 * must be allowed, and the connection goes to the one that was looked at, so that a second look-up
 * cannot answer otherwise. Redirects are not followed.
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
    private static final byte[] NOTHING = "\r\n".getBytes(StandardCharsets.US_ASCII);

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
    public boolean takes(URI uri) {
        boolean standard = uri.getPort() == -1 || uri.getPort() == HTTPS_PORT;
        boolean secure = "https".equals(uri.getScheme());
        boolean web = secure || "http".equals(uri.getScheme());
        return uri.getHost() != null && ((secure && standard) || (web && rule.allowsLoopback()));
    }

    /** Fetches within {@link #TIME_MAX}, whatever the other side does. */
    public Fetched get(URI uri) {
        return within(
                uri,
                () ->
                        switch (exchange(uri, request(uri, "GET", ""), NOTHING)) {
                            case Document document when document.status() != 200 ->
                                    new Failed(
                                            "it was answered with the status " + document.status());
                            case Fetched fetched -> fetched;
                        });
    }

    /**
     * Sends a form, likewise; the answer's status is for the caller to look at.
     *
     * @param form encoded; kept by the caller
     * @param authorization the header's value; kept by the caller
     */
    public Fetched post(URI uri, Secret form, Optional<Secret> authorization) {
        byte[] body = form.reveal();
        String headers =
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                        + body.length
                        + "\r\n";
        ByteArrayOutputStream secret = new ByteArrayOutputStream();
        authorization.ifPresent(value -> {
            secret.writeBytes("Authorization: ".getBytes(StandardCharsets.US_ASCII));
            secret.writeBytes(value.reveal());
            secret.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        secret.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        secret.writeBytes(body);
        return within(
                uri, () -> exchange(uri, request(uri, "POST", headers), secret.toByteArray()));
    }

    private Fetched within(URI uri, Callable<Fetched> work) {
        FutureTask<Fetched> answer = new FutureTask<>(work);
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

    /**
     * One request and its answer.
     *
     * @param rest the end of the headers, where it is not for texts, and the body
     */
    private Fetched exchange(URI uri, byte[] head, byte[] rest) throws IOException {
        InetAddress[] addresses = resolver.resolve(bare(uri.getHost()));
        for (InetAddress address : addresses) {
            if (!rule.allows(address)) {
                LOG.atWarn()
                        .addKeyValue("host", uri.getHost())
                        .log("A document is at an address that is not allowed");
                return UNREACHABLE;
            }
        }
        if ("http".equals(uri.getScheme()) && !addresses[0].isLoopbackAddress()) {
            return UNREACHABLE;
        }
        try (Socket socket = connected(uri, addresses[0])) {
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(rest);
            socket.getOutputStream().flush();
            return switch (HttpAnswer.read(socket.getInputStream())) {
                case HttpAnswer answer when !answer.isJson() && answer.status() == 200 ->
                        new Failed("it is not JSON");
                case HttpAnswer answer ->
                        new Document(
                                answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
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

    private static byte[] request(URI uri, String method, String headers) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return (method
                        + " "
                        + uri.getRawPath()
                        + query
                        + " HTTP/1.1\r\nHost: "
                        + uri.getRawAuthority()
                        + "\r\nAccept: application/json\r\nAccept-Encoding: identity"
                        + "\r\nUser-Agent: Sluice\r\nConnection: close\r\n"
                        + headers)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
