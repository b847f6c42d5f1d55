package dev.sluice.server.http;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.json.ErrorObject;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What every request meets first, on both planes: a request id, headers that harden every answer,
 * the check of the Host header, and what pages of other origins may read.
 */
final class Edge extends Handler.Wrapper {
    /** Probes come by address, from the machine that watches us. */
    private static final Set<String> WITHOUT_HOST_CHECK =
            Set.of(HealthServlet.LIVE, HealthServlet.READY);

    private final AllowedHosts hosts;
    private final Cors cors;

    Edge(AllowedHosts hosts, Handler next) {
        super(next);
        this.hosts = hosts;
        this.cors = new Cors(hosts);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String id = RequestId.next();
        request.setAttribute(RequestId.ATTRIBUTE, id);
        response.getHeaders().put(RequestId.HEADER, id);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (!isAddressedToUs(request)) {
            ErrorAnswers.write(
                    response,
                    callback,
                    new ErrorObject(
                            ReasonCode.ORIGIN_FORBIDDEN,
                            "This server does not answer under the name in the Host header.",
                            id));
            return true;
        }
        if (cors.answers(request, response)) {
            callback.succeeded();
            return true;
        }
        return super.handle(request, response, callback);
    }

    private boolean isAddressedToUs(Request request) {
        return WITHOUT_HOST_CHECK.contains(Request.getPathInContext(request))
                || hosts.allowsHost(
                        request.getHeaders().get(HttpHeader.HOST), Request.getLocalPort(request));
    }
}
