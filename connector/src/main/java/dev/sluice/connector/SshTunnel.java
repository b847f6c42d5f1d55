package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.List;
import java.util.Map;

/**
 * The way to a database through SSH servers. The database's host and port are as the last of them
 * sees them.
 *
 * @param hops in the order in which they are connected, at least one
 */
public record SshTunnel(List<SshHop> hops) {
    public static final int HOPS_MAX = 4;

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public SshTunnel {
        hops = List.copyOf(hops);
        if (hops.isEmpty() || hops.size() > HOPS_MAX) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "ssh has 1 to " + HOPS_MAX + " hops.",
                    Map.of("argument", "ssh"));
        }
    }
}
