package dev.sluice.connector.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * The SSH client of this process. It reads nothing of its user's: no configuration, no known hosts,
 * no keys. Threads and timers exist from the first tunnel on.
 */
final class SshClients implements AutoCloseable {
    /** How often a tunnel asks whether its server is still there. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** Questions without an answer after which a tunnel is given up. */
    static final int KEEP_ALIVE_MISSES_MAX = 3;

    private final Agents agents;
    private @Nullable SshClient client;
    private boolean closed;

    SshClients(@Nullable Path agentSocket) {
        this.agents = new Agents(agentSocket);
    }

    Agents agents() {
        return agents;
    }

    synchronized SshClient client() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        SshClient existing = client;
        if (existing == null) {
            existing = started();
            client = existing;
        }
        return existing;
    }

    private SshClient started() {
        SshClient made = SshClient.setUpDefaultClient();
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        made.setAgentFactory(agents);
        made.setSignatureFactories(signatures());
        made.setServerKeyVerifier((session, _, key) -> {
            HopLogin login = HopLogin.of(session);
            return login != null && login.accepts(key);
        });
        made.setUserAuthFactories(methods());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, KEEP_ALIVE_MISSES_MAX);
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        made.start();
        return made;
    }

    /**
     * Keys for the logins that have one, of their own or of the agent; passwords for those that
     * have a password. The library reads this list before it knows which login it is for.
     */
    private static List<UserAuthFactory> methods() {
        List<UserAuthFactory> all = new ArrayList<>();
        all.add(UserAuthPublicKeyFactory.INSTANCE);
        all.addAll(SshPasswords.FACTORIES);
        return all;
    }

    /** Keys themselves rather than certificates for them, which nobody could pin; no SHA-1. */
    private static List<NamedFactory<Signature>> signatures() {
        return ClientBuilder.setUpDefaultSignatureFactories(true).stream()
                .filter(factory -> !factory.getName().contains("cert"))
                .filter(factory -> !factory.getName().startsWith("sk-"))
                .filter(factory -> !factory.getName().equals("ssh-rsa"))
                .sorted((one, other) -> rank(one) - rank(other))
                .toList();
    }

    /** The key that ssh-keygen has made by default for years comes first. */
    private static int rank(NamedFactory<Signature> factory) {
        return factory.getName().equals("ssh-ed25519") ? 0 : 1;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.stop();
        }
    }
}
