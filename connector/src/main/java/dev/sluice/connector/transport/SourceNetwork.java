package dev.sluice.connector.transport;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Network;
import dev.sluice.connector.Route;
import dev.sluice.connector.SshTunnel;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.net.InetAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment reaches databases: under its {@link NetworkRules}, and over SSH servers where
 * settings name them. One for the process; closing it cuts every tunnel.
 */
public final class SourceNetwork implements Network, AutoCloseable {
    private final NetworkRules rules;
    private final DirectPath.Resolver resolver;
    private final SshClients ssh;

    /**
     * @param agentSocket of the SSH agent, null where there is none; used only if the rules allow
     */
    public SourceNetwork(NetworkRules rules, java.nio.file.@Nullable Path agentSocket) {
        this(rules, agentSocket, InetAddress::getAllByName);
    }

    SourceNetwork(
            NetworkRules rules,
            java.nio.file.@Nullable Path agentSocket,
            DirectPath.Resolver resolver) {
        this.rules = rules;
        this.resolver = resolver;
        this.ssh = new SshClients(rules.agentAllowed() ? agentSocket : null);
    }

    @Override
    public Route route(ConnectionSettings settings, Credential credential) {
        SshTunnel tunnel = settings.ssh();
        if (tunnel == null) {
            return new PathRoute(new DirectPath(rules, resolver, settings.host()));
        }
        throw new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "There are no SSH tunnels here.",
                Map.of("argument", "ssh"));
    }

    @Override
    public void close() {
        ssh.close();
    }
}
