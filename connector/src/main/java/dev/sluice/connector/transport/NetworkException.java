package dev.sluice.connector.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that did not come about. Drivers pass it on as a cause; {@link #in} finds it again.
 * Its texts are our own and hold no secret.
 */
public final class NetworkException extends IOException {
    private static final long serialVersionUID = 1;

    /** How deep drivers bury a cause at most. */
    private static final int CAUSES_MAX = 32;

    private final Obstacle obstacle;
    private final transient Map<String, Object> details;

    NetworkException(Obstacle obstacle, Map<String, ?> details, @Nullable Throwable cause) {
        super(obstacle.sentence(), cause);
        this.obstacle = obstacle;
        Map<String, Object> all = new TreeMap<>(details);
        all.put("reason", obstacle.reason());
        this.details = Collections.unmodifiableMap(all);
    }

    NetworkException(Obstacle obstacle, Throwable cause) {
        this(obstacle, Map.of(), cause);
    }

    public NetworkException(Obstacle obstacle) {
        this(obstacle, Map.of(), null);
    }

    public Obstacle obstacle() {
        return obstacle;
    }

    /** {@code reason}, and for tunnels {@code hop} (from 1) and {@code host_key}. */
    public Map<String, Object> details() {
        return details;
    }

    /**
     * What a driver's exception says about the network: ours if it is among the causes, else what
     * the JDK's exceptions among them mean; empty when there is none, so that the database itself
     * has refused.
     */
    public static Optional<NetworkException> in(Throwable thrown) {
        Optional<NetworkException> ours = firstOfOurs(thrown);
        return ours.isPresent() ? ours : firstOfTheirs(thrown);
    }

    private static Optional<NetworkException> firstOfOurs(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            if (cause instanceof NetworkException known) {
                return Optional.of(known);
            }
            if (cause instanceof TlsRefusal refusal) {
                return Optional.of(new NetworkException(refusal.obstacle(), refusal));
            }
        }
        return Optional.empty();
    }

    private static Optional<NetworkException> firstOfTheirs(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++, cause = cause.getCause()) {
            Obstacle obstacle = obstacle(cause);
            if (obstacle != null) {
                return Optional.of(new NetworkException(obstacle, cause));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Obstacle obstacle(Throwable cause) {
        return switch (cause) {
            case UnknownHostException _ -> Obstacle.UNKNOWN_HOST;
            case ConnectException _ -> Obstacle.CONNECTION_REFUSED;
            case NoRouteToHostException _ -> Obstacle.NO_ROUTE;
            case SocketTimeoutException _ -> Obstacle.NO_ANSWER;
            case TimeoutException _ -> Obstacle.NO_ANSWER;
            case SSLException tls -> TlsAlerts.obstacle(tls);
            case SocketException _ -> Obstacle.CONNECTION_LOST;
            case EOFException _ -> Obstacle.CONNECTION_LOST;
            default -> null;
        };
    }
}
