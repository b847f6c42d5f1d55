package dev.sluice.connector.http;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.Route;
import dev.sluice.connector.transport.TlsSockets;
import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one connection's services: bounded in time and size, to no address but the ones that may
 * be reached, without redirects, cookies or retries of their own. Safe for use by several threads.
 */
public final class HttpCalls implements AutoCloseable {
    private final Route route;
    private final CloseableHttpClient client;

    /**
     * Calls that go one way.
     *
     * @param route closed with this
     * @param encryption null when nothing is to be encrypted
     * @param reuse whether one call's connection may serve another's
     */
    public HttpCalls(Route route, @Nullable TlsSockets encryption, boolean reuse) {
        this.route = route;
        HttpClientBuilder builder =
                HttpClientBuilder.create()
                        .setConnectionManager(Connections.over(route, encryption))
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAutomaticRetries()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .setUserAgent("sluice");
        if (!reuse) {
            builder.setConnectionReuseStrategy((_, _, _) -> false);
        }
        client = builder.build();
    }

    /**
     * Sends and reads the whole reply, whatever its status.
     *
     * @throws SourceFailure {@code CANCELLED} or {@code TIMEOUT} as the stop says, {@code
     *     RESULT_TOO_LARGE}, or {@code SOURCE_UNAVAILABLE} with a reason
     */
    public HttpReply send(HttpCall call, Stop stop) throws SourceFailure {
        HttpUriRequestBase request = request(call, stop);
        stop.aborting(request::cancel);
        try {
            return client.execute(
                    new HttpHost(
                            call.origin().scheme(), call.origin().host(), call.origin().port()),
                    request,
                    response -> read(response, call.replyBytesMax(), request));
        } catch (TooLarge e) {
            throw SourceFailure.of(
                    ReasonCode.RESULT_TOO_LARGE,
                    null,
                    Map.of("result_bytes_max", call.replyBytesMax()));
        } catch (IOException | RuntimeException e) {
            stop.check();
            throw e instanceof IOException io ? failure(io) : SourceFailure.unreadable();
        } finally {
            stop.done();
        }
    }

    private static HttpUriRequestBase request(HttpCall call, Stop stop) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), URI.create(call.path()));
        request.setScheme(call.origin().scheme());
        request.setAuthority(new URIAuthority(call.origin().host(), call.origin().port()));
        call.headers().forEach(request::setHeader);
        request.removeHeaders("Content-Type");
        if (call.body() != null) {
            request.setEntity(
                    new ByteArrayEntity(
                            call.body().reveal(),
                            ContentType.parse(call.headers().get("Content-Type"))));
        }
        request.setConfig(
                RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(stop.left().plusSeconds(1)))
                        .setConnectionRequestTimeout(Timeout.of(stop.left().plusSeconds(1)))
                        .build());
        return request;
    }

    private static HttpReply read(
            ClassicHttpResponse response, int bytesMax, HttpUriRequestBase request)
            throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        byte[] body = {};
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            InputStream content = entity.getContent();
            boolean fits = entity.getContentLength() <= bytesMax;
            body = fits ? content.readNBytes(bytesMax + 1) : body;
            if (!fits || body.length > bytesMax) {
                request.cancel(); // or the client would read on to its end
                throw new TooLarge();
            }
        }
        return new HttpReply(response.getCode(), headers, body);
    }

    private static SourceFailure failure(IOException e) {
        return SourceFailure.of(
                Diagnosis.ofNetwork(e).orElse(Diagnosis.CONNECTION_LOST),
                null,
                NetworkException.detailsIn(e));
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        route.close();
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }
}
