package dev.sluice.connector.transport;

import dev.sluice.connector.SshAuth;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentKeyConstraint;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.jspecify.annotations.Nullable;

/** Gives an agent to the logins that use one, and to no others; nothing is ever forwarded. */
final class Agents implements SshAgentFactory {
    private final @Nullable Path socket;

    /**
     * @param socket null where there is none, or it must not be used
     */
    Agents(@Nullable Path socket) {
        this.socket = socket;
    }

    /** Whether it answers and holds a key. */
    boolean isReady() {
        if (socket == null) {
            return false;
        }
        try (SshAgent agent = SystemAgent.at(socket)) {
            return agent.getIdentities().iterator().hasNext();
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public SshAgent createClient(Session session, FactoryManager manager) throws IOException {
        HopLogin login = session instanceof ClientSession ours ? HopLogin.of(ours) : null;
        return socket != null && login != null && login.hop().auth() == SshAuth.AGENT
                ? SystemAgent.at(socket)
                : new NoAgent();
    }

    @Override
    public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
        return List.of();
    }

    @Override
    public SshAgentServer createServer(ConnectionService service) throws IOException {
        throw new IOException("no agent is forwarded");
    }

    /** For logins with a key of their own. */
    private static final class NoAgent implements SshAgent {
        @Override
        public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() {
            return List.of();
        }

        @Override
        public Map.Entry<String, byte[]> sign(
                SessionContext session, PublicKey key, String algorithm, byte[] data)
                throws IOException {
            throw new IOException("no agent");
        }

        @Override
        public void addIdentity(KeyPair key, String comment, SshAgentKeyConstraint... constraints)
                throws IOException {
            throw new IOException("no agent");
        }

        @Override
        public void removeIdentity(PublicKey key) throws IOException {
            throw new IOException("no agent");
        }

        @Override
        public void removeAllIdentities() throws IOException {
            throw new IOException("no agent");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
