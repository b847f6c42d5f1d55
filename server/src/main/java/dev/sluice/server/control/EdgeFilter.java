package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.identity.CurrentRequest;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * The outermost filter: names the request, bounds its body, and gives whatever escapes from within
 * the form of an answer that says nothing about our insides.
 */
final class EdgeFilter implements Filter {
    static final int BODY_BYTES_MAX = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(EdgeFilter.class);

    private final Answers answers;

    EdgeFilter(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void doFilter(ServletRequest plain, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plain;
        HttpServletResponse response = (HttpServletResponse) plainResponse;
        response.setHeader("X-Request-Id", RequestId.of(request).value());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store"); // until something says otherwise
        if (request.getContentLengthLong() > BODY_BYTES_MAX) {
            BoundedRequest.discard(request.getInputStream());
            answers.fail(
                    request,
                    response,
                    Failure.of(
                            ReasonCode.REQUEST_TOO_LARGE,
                            "The request's body is larger than " + BODY_BYTES_MAX + " bytes."));
            return;
        }
        try {
            CurrentRequest.with(
                    RequestId.of(request).value(),
                    () -> chain.doFilter(new BoundedRequest(request, BODY_BYTES_MAX), response));
        } catch (Exception e) { // IOException, ServletException, and what is unchecked
            failed(request, response, e);
        } finally {
            discardRest(request);
        }
    }

    /** What nobody read would make Jetty close the connection under the client's next request. */
    private static void discardRest(HttpServletRequest request) {
        try {
            BoundedRequest.discard(request.getInputStream());
        } catch (IOException | IllegalStateException e) {
            // Read to its end as text, or broken off: there is no rest then.
            LOG.atTrace().setCause(e).log("no rest of a body");
        }
    }

    private void failed(HttpServletRequest request, HttpServletResponse response, Exception thrown)
            throws IOException {
        Failure failure = Failure.of(thrown);
        if (failure.isDefect()) {
            Answers.log(request, thrown);
        }
        if (!response.isCommitted()) {
            response.resetBuffer();
            answers.fail(request, response, failure);
        }
    }
}
