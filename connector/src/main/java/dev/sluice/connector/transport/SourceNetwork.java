package dev.sluice.connector.transport;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.FileSources;
import dev.sluice.connector.Network;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.Route;
import dev.sluice.connector.SshTunnel;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment reaches databases: under its {@link NetworkRules}, and over SSH servers where
 * settings name them. One for the process; closing it cuts every tunnel.
 */
public final class SourceNetwork implements Network, AutoCloseable {
    /** For all hops together. */
    private static final Duration HOST_KEYS_WITHIN = Duration.ofSeconds(20);

    private final NetworkRules rules;
    private final FileSources files;
    private final SshClients ssh;

    /**
     * @param agentSocket of the SSH agent, null where there is none; used only if the rules allow
     * @param files that connections may name
     */
    public SourceNetwork(NetworkRules rules, @Nullable Path agentSocket, FileSources files) {
        this.rules = rules;
        this.files = files;
        this.ssh = new SshClients(rules.agentAllowed() ? agentSocket : null);
    }

    /** The same without files. */
    public SourceNetwork(NetworkRules rules, @Nullable Path agentSocket) {
        this(rules, agentSocket, FileSources.NONE);
    }

    @Override
    public FileSources files() {
        return files;
    }

    @Override
    public Route route(ConnectionSettings settings, Credential credential) {
        SshTunnel tunnel = settings.ssh();
        return new PathRoute(
                tunnel == null
                        ? new DirectPath(rules, InetAddress::getAllByName, settings.host())
                        : tunnel(tunnel, credential, settings.host()));
    }

    @Override
    public List<String> hostKeys(SshTunnel tunnel, Credential credential) {
        try (Tunnel path = tunnel(tunnel, credential, "")) {
            return path.hostKeys(HOST_KEYS_WITHIN);
        } catch (NetworkException e) {
            throw e.diagnosis().exception(e.details());
        } catch (IOException e) {
            throw Diagnosis.SSH_FAILED.exception();
        }
    }

    private Tunnel tunnel(SshTunnel tunnel, Credential credential, String host) {
        DirectPath first =
                new DirectPath(rules, InetAddress::getAllByName, tunnel.hops().getFirst().host());
        return new Tunnel(tunnel, credential, host, first, new Hops(ssh));
    }

    @Override
    public void close() {
        ssh.close();
    }
}
