package dev.sluice.connector.transport;

import dev.sluice.connector.SshAuth;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
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

    /**
     * How a login proves itself, and that the library tries nothing else. It reads the methods when
     * keys are exchanged, so they are set before.
     */
    private static final class MethodChoice implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            HopLogin login = session instanceof ClientSession ours ? HopLogin.of(ours) : null;
            if (login != null && session instanceof ClientSession ours) {
                ours.setUserAuthFactories(methods(login.hop().auth()));
            }
        }

        private static List<UserAuthFactory> methods(SshAuth auth) {
            return switch (auth) {
                case PASSWORD -> SshPasswords.FACTORIES;
                case KEY, AGENT -> List.of(UserAuthPublicKeyFactory.INSTANCE);
            };
        }
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
        made.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        made.addSessionListener(new MethodChoice());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(made, KEEP_ALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(made, KEEP_ALIVE_MISSES_MAX);
        CoreModuleProperties.IDLE_TIMEOUT.set(made, Duration.ZERO);
        made.start();
        return made;
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
