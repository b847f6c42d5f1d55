package dev.sluice.connector.transport;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/** The single steps to and at an SSH server; each fails with the hop at which it did. */
final class Hops {
    private static final SshdSocketAddress NOBODY = new SshdSocketAddress("127.0.0.1", 0);

    private final SshClients clients;

    Hops(SshClients clients) {
        this.clients = clients;
    }

    /** Connects to a server that is reached without another, at one of the allowed addresses. */
    ClientSession first(HopLogin login, DirectPath way, Deadline deadline) throws IOException {
        NetworkException failure = login.failure(Diagnosis.UNKNOWN_HOST, null);
        for (InetAddress address : addresses(login, way)) {
            try {
                return connect(login, new InetSocketAddress(address, login.hop().port()), deadline);
            } catch (NetworkException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static Iterable<InetAddress> addresses(HopLogin login, DirectPath way)
            throws NetworkException {
        try {
            return way.addresses(login.hop().port());
        } catch (NetworkException e) {
            throw login.failure(e.diagnosis(), e);
        }
    }

    /** Connects to a server over a line that another has opened to it. */
    ClientSession next(HopLogin login, Line line, Deadline deadline) throws IOException {
        try (HopRelay relay = new HopRelay(line)) {
            ClientSession session = connect(login, relay.address(), deadline);
            relay.admit((InetSocketAddress) session.getIoSession().getLocalAddress());
            return session;
        } catch (IOException | RuntimeException e) {
            line.close();
            throw e;
        }
    }

    private ClientSession connect(HopLogin login, SocketAddress address, Deadline deadline)
            throws IOException {
        ConnectFuture connecting =
                clients.client().connect(login.hop().user(), address, login.context(), null);
        try {
            return connecting.verify(deadline.left()).getClientSession();
        } catch (IOException e) {
            connecting.cancel();
            throw login.failure(unreachable(e), e);
        }
    }

    private static Diagnosis unreachable(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return Diagnosis.CONNECTION_REFUSED;
            }
            if (cause instanceof TimeoutException) {
                return Diagnosis.NO_ANSWER;
            }
        }
        return Diagnosis.NO_ROUTE;
    }

    /** Waits until the server has shown its key, which is then checked. */
    void meet(HopLogin login, ClientSession session, Deadline deadline) throws IOException {
        Set<ClientSessionEvent> seen =
                session.waitFor(
                        EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED),
                        deadline.left());
        if (!seen.contains(ClientSessionEvent.WAIT_AUTH)
                || seen.contains(ClientSessionEvent.CLOSED)) {
            throw login.orRefusal(
                    seen.contains(ClientSessionEvent.TIMEOUT)
                            ? Diagnosis.NO_ANSWER
                            : Diagnosis.SSH_FAILED,
                    null);
        }
    }

    /** Logs in with what the settings name, and nothing else. */
    void logIn(HopLogin login, ClientSession session, Deadline deadline) throws IOException {
        KeyPair key = identity(login, session);
        try {
            session.auth().verify(deadline.left());
        } catch (IOException e) {
            throw login.orRefusal(
                    timedOut(e) ? Diagnosis.NO_ANSWER : Diagnosis.SSH_LOGIN_REFUSED, e);
        } finally {
            if (key != null) {
                session.removePublicKeyIdentity(key);
            }
        }
    }

    private @Nullable KeyPair identity(HopLogin login, ClientSession session) throws IOException {
        return switch (login.hop().auth()) {
            case PASSWORD -> null;
            case KEY -> {
                KeyPair key;
                try {
                    key = login.key().read();
                } catch (SluiceException e) {
                    throw login.failure(Diagnosis.CREDENTIAL_UNREADABLE, null);
                }
                session.addPublicKeyIdentity(key);
                yield key;
            }
            case AGENT -> {
                if (!clients.agents().isReady()) {
                    throw login.failure(Diagnosis.SSH_AGENT_MISSING, null);
                }
                yield null;
            }
        };
    }

    private static boolean timedOut(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Has the server connect to somebody. */
    ChannelDirectTcpip open(
            HopLogin login, ClientSession session, String host, int port, Deadline deadline)
            throws IOException {
        ChannelDirectTcpip channel =
                session.createDirectTcpipChannel(NOBODY, new SshdSocketAddress(host, port));
        try {
            channel.open().verify(deadline.left());
            return channel;
        } catch (IOException e) {
            channel.close(true);
            throw login.failure(notOpened(e), e);
        }
    }

    /** RFC 4254 section 5.1. */
    private static Diagnosis notOpened(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SshChannelOpenException refused) {
                return switch (refused.getReasonCode()) {
                    case SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED ->
                            Diagnosis.SSH_FORWARDING_PROHIBITED;
                    case SshConstants.SSH_OPEN_CONNECT_FAILED -> Diagnosis.SSH_TARGET_UNREACHABLE;
                    case SshConstants.SSH_OPEN_RESOURCE_SHORTAGE -> Diagnosis.SSH_BUSY;
                    default -> Diagnosis.SSH_FAILED;
                };
            }
        }
        return timedOut(e) ? Diagnosis.SSH_TARGET_UNREACHABLE : Diagnosis.CONNECTION_LOST;
    }

    /** Until when all steps together have to be done. */
    record Deadline(long nanos) {
        static Deadline in(Duration patience) {
            return new Deadline(System.nanoTime() + patience.toNanos());
        }

        /** At least a moment, so that a step which is late fails by itself. */
        Duration left() {
            return Duration.ofNanos(Math.max(1_000_000, nanos - System.nanoTime()));
        }
    }
}
