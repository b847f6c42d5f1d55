package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;

/**
 * While open, a read of this request's body waits no longer than the given time: the connection's
 * own limit is made for quiet connections, and is too long for a body that was announced.
 */
public final class ReadTimeout implements AutoCloseable {
    private final @Nullable EndPoint endPoint;
    private final long before;

    public ReadTimeout(HttpServletRequest request, Duration max) {
        ServletContextRequest core = ServletContextRequest.getServletContextRequest(request);
        endPoint = core == null ? null : core.getConnectionMetaData().getConnection().getEndPoint();
        before = endPoint == null ? 0 : endPoint.getIdleTimeout();
        if (endPoint != null && before > max.toMillis()) {
            endPoint.setIdleTimeout(max.toMillis());
        }
    }

    /** Whether a read failed because nothing came in time. */
    public static boolean isCauseOf(IOException failure) {
        return failure.getCause() instanceof TimeoutException;
    }

    @Override
    public void close() {
        if (endPoint != null) {
            endPoint.setIdleTimeout(before);
        }
    }
}
