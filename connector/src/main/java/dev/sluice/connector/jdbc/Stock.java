package dev.sluice.connector.jdbc;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Idle connections. In mode {@code single-use} they were opened ahead and never come back; in mode
 * {@code pooled} they come back; in mode {@code fresh} there are none. The number in use is bounded
 * by the caller.
 *
 * <p>Not a general pool: those validate an idle connection with a round trip before each use, where
 * a query that meets a dead one can simply run again.
 */
public final class Stock<S extends Session> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stock.class);

    /** Those that a silent server keeps on their way must not lock everybody else out at once. */
    private static final int OPENINGS_FOR_EACH = 4;

    static final Duration AHEAD_IDLE_MAX = Duration.ofSeconds(30);
    static final Duration POOLED_IDLE_MAX = Duration.ofMinutes(2);
    static final Duration POOLED_AGE_MAX = Duration.ofMinutes(30);

    private final Engine<S> engine;
    private final ConnectionMode mode;
    private final int ahead;
    private final Duration idleMax;
    private final Opening<S> openings;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Idle<S>> idle = new ArrayDeque<>();
    private int opening;
    private boolean sweeping;
    private boolean closed;

    public Stock(Engine<S> engine, ConnectionMode mode, Capacity capacity) {
        this(
                engine,
                mode,
                capacity.stock(),
                mode == ConnectionMode.POOLED ? POOLED_IDLE_MAX : AHEAD_IDLE_MAX,
                capacity.concurrentMax() * OPENINGS_FOR_EACH);
    }

    /**
     * @param ahead connections to open ahead in mode {@code single-use}
     * @param idleMax how long a connection may be idle
     * @param openingMax connections that may be on their way to queries at once
     */
    public Stock(
            Engine<S> engine, ConnectionMode mode, int ahead, Duration idleMax, int openingMax) {
        this.engine = engine;
        this.mode = mode;
        this.ahead = mode == ConnectionMode.SINGLE_USE ? ahead : 0;
        this.idleMax = idleMax;
        this.openings = new Opening<>(openingMax);
    }

    /**
     * A connection for one query.
     *
     * @param wasIdle whether it was opened before now, so that it may be dead by now
     */
    record Taken<S extends Session>(S session, boolean wasIdle, long openedAt) {}

    private record Idle<S extends Session>(S session, long openedAt, long since) {}

    /**
     * A connection for a query.
     *
     * @param mustBeNew whether one that was opened before is of no use
     * @param patience how long to wait for one that has to be opened
     */
    Taken<S> take(boolean mustBeNew, Duration patience, Cancellation cancellation)
            throws SQLException {
        Idle<S> ready = mustBeNew ? null : pollIdle();
        fillSoon();
        if (ready != null) {
            return new Taken<>(ready.session(), true, ready.openedAt());
        }
        return new Taken<>(
                openings.open(this::open, patience, cancellation), false, System.nanoTime());
    }

    private S open() throws SQLException {
        S session = engine.open();
        if (mode == ConnectionMode.POOLED) {
            try {
                engine.prepare(session);
            } catch (SQLException e) {
                session.close();
                throw e;
            }
        }
        return session;
    }

    private @Nullable Idle<S> pollIdle() {
        lock.lock();
        try {
            return idle.pollLast();
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the connection if the mode does and it is in order; closes it otherwise. */
    void giveBack(Taken<S> taken) {
        S session = taken.session();
        boolean young = System.nanoTime() - taken.openedAt() < POOLED_AGE_MAX.toNanos();
        if (mode == ConnectionMode.POOLED
                && young
                && session.reusable()
                && reset(session)
                && offer(session, taken.openedAt())) {
            return;
        }
        session.close();
    }

    private boolean reset(S session) {
        try {
            engine.reset(session);
            return session.reusable();
        } catch (SQLException e) {
            LOG.atDebug().addKeyValue("sql_state", e.getSQLState()).log("not kept");
            return false;
        }
    }

    private boolean offer(S session, long openedAt) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            idle.addLast(new Idle<>(session, openedAt, System.nanoTime()));
            if (!sweeping) {
                sweeping = true;
                Thread.ofVirtual().name("sluice-connections").start(this::sweep);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Opens what is missing, in the background. */
    public void fillSoon() {
        lock.lock();
        try {
            while (!closed && idle.size() + opening < ahead) {
                opening++;
                Thread.ofVirtual().name("sluice-connections").start(this::openAhead);
            }
        } finally {
            lock.unlock();
        }
    }

    private void openAhead() {
        S session = null;
        try {
            session = engine.open();
            engine.prepare(session);
            engine.warmUp(session);
        } catch (SQLException e) {
            // The query that needs a connection opens its own, and reports why it cannot.
            LOG.atDebug().addKeyValue("sql_state", e.getSQLState()).log("not opened ahead");
        } catch (RuntimeException e) {
            // The credential's failure, whose text is not ours to print.
            LOG.atDebug().addKeyValue("failure", e.getClass().getName()).log("not opened ahead");
        } finally {
            lock.lock();
            try {
                opening--;
            } finally {
                lock.unlock();
            }
        }
        if (session != null && !(session.reusable() && offer(session, System.nanoTime()))) {
            session.close();
        }
    }

    /** Runs while there is something idle, and ends with it. */
    private void sweep() {
        boolean more = true;
        while (more) {
            try {
                Thread.sleep(idleMax.dividedBy(4));
            } catch (InterruptedException e) {
                discardIdle();
                return;
            }
            List<Idle<S>> expired = new ArrayList<>();
            lock.lock();
            try {
                long now = System.nanoTime();
                while (!idle.isEmpty() && now - idle.getFirst().since() > idleMax.toNanos()) {
                    expired.add(idle.removeFirst());
                }
                more = !idle.isEmpty();
                sweeping = more;
            } finally {
                lock.unlock();
            }
            expired.forEach(old -> old.session().close());
        }
    }

    /** Closes what is idle: after a failure that probably hit all of them, too. */
    void discardIdle() {
        List<Idle<S>> discarded;
        lock.lock();
        try {
            discarded = List.copyOf(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        discarded.forEach(old -> old.session().close());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        discardIdle();
    }
}
