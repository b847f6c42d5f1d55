package dev.sluice.connector;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an engine can do here, and who says so.
 *
 * @param dialect the name of the guard's dialect, null when it has none: such a source can be
 *     connected, tested and indexed, but not asked
 * @param proof by what the connector was tested
 * @param network whether it is reached over a network, so that host, TLS and tunnels mean something
 * @param readOnlyTransaction whether each query runs in a transaction that the engine itself keeps
 *     from writing
 * @param estimatesScan whether the bytes that a query will read are estimated before it runs
 * @param cancels whether a running query is stopped at the engine
 * @param identityTag whether the engine's own log or activity view shows {@link SessionTag}
 * @param auth the methods that it takes, never empty
 * @param modes the connection modes that mean something for it, never empty
 */
public record Capabilities(
        @Nullable String dialect,
        Proof proof,
        boolean network,
        boolean readOnlyTransaction,
        boolean estimatesScan,
        boolean cancels,
        boolean identityTag,
        Set<AuthMethod> auth,
        Set<ConnectionMode> modes) {

    /** What has judged a connector. */
    public enum Proof {
        /** The engine itself, in this project's tests. */
        REAL,
        /** Stand-ins that speak its protocol: experimental, until an owner accepts that. */
        WIRE
    }

    public Capabilities {
        auth = Set.copyOf(auth);
        modes = Set.copyOf(modes);
        if (auth.isEmpty() || modes.isEmpty()) {
            throw new IllegalArgumentException("no way to log in, or no mode");
        }
    }
}
