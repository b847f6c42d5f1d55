package dev.sluice.connector.transport;

import dev.sluice.connector.Credential;
import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.connector.SshHop;
import dev.sluice.connector.SshTunnel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * The way over SSH servers. It is built with the first connection, carries all of them, and is
 * built again for the next one when it has broken.
 */
final class Tunnel implements Path {
    /** Connections through one tunnel at a time. */
    static final int LINES_MAX = 64;

    private final SshTunnel settings;
    private final Credential credential;
    private final String host;
    private final DirectPath way;
    private final Hops hops;

    private final Semaphore lines = new Semaphore(LINES_MAX);
    private final ReentrantLock building = new ReentrantLock();
    private volatile @Nullable Built built;
    private volatile boolean closed;

    /** The servers that we are logged in at, in order. */
    private record Built(List<ClientSession> sessions, HopLogin last) {
        boolean stands() {
            return sessions.stream().allMatch(ClientSession::isOpen);
        }

        ClientSession end() {
            return sessions.getLast();
        }

        void close() {
            sessions.reversed().forEach(session -> session.close(true));
        }
    }

    /**
     * @param host the database's, as the last server sees it
     * @param way to the first server
     */
    Tunnel(SshTunnel settings, Credential credential, String host, DirectPath way, Hops hops) {
        this.settings = settings;
        this.credential = credential;
        this.host = host;
        this.way = way;
        this.hops = hops;
    }

    @Override
    public Line open(int port, Duration patience) throws IOException {
        NetworkRules.checkBehind(host);
        Hops.Deadline deadline = Hops.Deadline.in(patience);
        if (!lines.tryAcquire()) {
            throw new NetworkException(Diagnosis.SSH_BUSY);
        }
        try {
            return new ChannelLine(channel(port, deadline), lines::release);
        } catch (IOException | RuntimeException e) {
            lines.release();
            throw e;
        }
    }

    private ChannelDirectTcpip channel(int port, Hops.Deadline deadline) throws IOException {
        Built current = standing(deadline);
        try {
            return hops.open(current.last(), current.end(), host, port, deadline);
        } catch (IOException e) {
            if (current.stands()) {
                throw e;
            }
            // It broke just now, or had broken unnoticed: a new one tells.
            Built next = standing(deadline);
            return hops.open(next.last(), next.end(), host, port, deadline);
        }
    }

    private Built standing(Hops.Deadline deadline) throws IOException {
        Built current = built;
        if (current != null && current.stands()) {
            return current;
        }
        lock(deadline);
        try {
            current = built;
            if (current != null && current.stands()) {
                return current;
            }
            if (current != null) {
                current.close();
            }
            if (closed) {
                throw new NetworkException(Diagnosis.CONNECTION_LOST);
            }
            Built made = build(deadline);
            built = made;
            return made;
        } finally {
            building.unlock();
        }
    }

    private void lock(Hops.Deadline deadline) throws NetworkException {
        try {
            if (!building.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NetworkException(Diagnosis.NO_ANSWER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkException(Diagnosis.CONNECTION_LOST, e);
        }
    }

    private Built build(Hops.Deadline deadline) throws IOException {
        List<ClientSession> sessions = new ArrayList<>();
        @Nullable HopLogin last = null;
        try {
            for (SshHop hop : settings.hops()) {
                HopLogin login = new HopLogin(hop, sessions.size(), credential, false);
                ClientSession session = reach(login, last, sessions, deadline);
                sessions.add(session);
                hops.meet(login, session, deadline);
                hops.logIn(login, session, deadline);
                last = login;
            }
        } catch (IOException | RuntimeException e) {
            sessions.reversed().forEach(session -> session.close(true));
            throw e;
        }
        if (last == null) {
            throw new IllegalStateException("a tunnel without hops");
        }
        return new Built(List.copyOf(sessions), last);
    }

    private ClientSession reach(
            HopLogin login,
            @Nullable HopLogin previous,
            List<ClientSession> sessions,
            Hops.Deadline deadline)
            throws IOException {
        if (previous == null) {
            return hops.first(login, way, deadline);
        }
        SshHop hop = login.hop();
        NetworkRules.checkBehind(hop.host());
        ChannelDirectTcpip channel =
                hops.open(previous, sessions.getLast(), hop.host(), hop.port(), deadline);
        return hops.next(login, new ChannelLine(channel, () -> {}), deadline);
    }

    /**
     * The fingerprints of the servers' keys, in order. A key that is not pinned is taken as it is
     * shown, and to see those behind a server, its login is used.
     *
     * @throws NetworkException {@code SSH_HOST_KEY_CHANGED} for a pinned key that is not shown
     */
    List<String> hostKeys(Duration patience) throws IOException {
        Hops.Deadline deadline = Hops.Deadline.in(patience);
        List<ClientSession> sessions = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        @Nullable HopLogin last = null;
        try {
            for (SshHop hop : settings.hops()) {
                if (last != null) {
                    hops.logIn(last, sessions.getLast(), deadline);
                }
                HopLogin login = new HopLogin(hop, sessions.size(), credential, true);
                ClientSession session = reach(login, last, sessions, deadline);
                sessions.add(session);
                hops.meet(login, session, deadline);
                String shown = login.shown();
                if (shown == null) {
                    throw login.failure(Diagnosis.SSH_FAILED, null);
                }
                keys.add(shown);
                last = login;
            }
            return List.copyOf(keys);
        } finally {
            sessions.reversed().forEach(session -> session.close(true));
        }
    }

    @Override
    public void close() {
        closed = true;
        Built current = built;
        if (current != null) {
            current.close();
        }
    }
}
