package dev.sluice.connector.duckdb;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Diagnosis;
import dev.sluice.core.SluiceException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one source. In mode {@code fresh} each query has one to itself; otherwise all
 * share one, in which each query has a connection to itself. A process whose files were replaced is
 * left to its last query and then ended.
 */
final class Engines implements AutoCloseable {
    private final EngineSettings settings;
    private final boolean shared;
    private final ReentrantLock starting = new ReentrantLock();
    private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
    private @Nullable Lease current;
    private volatile boolean closed;

    Engines(EngineSettings settings, ConnectionMode mode) {
        this.settings = settings;
        this.shared = mode != ConnectionMode.FRESH;
    }

    /** A process and those who use it. */
    static final class Lease {
        private final EngineProcess engine;
        private final FileState state;
        private final AtomicInteger users = new AtomicInteger();
        private volatile boolean retired;

        private Lease(EngineProcess engine, FileState state) {
            this.engine = engine;
            this.state = state;
        }

        EngineProcess engine() {
            return engine;
        }
    }

    /**
     * A process for one query, to be given back.
     *
     * @throws EngineException when none comes up
     * @throws SluiceException when the file is not there, or not allowed
     */
    Lease take() throws EngineException {
        if (!shared) {
            Lease own = start(settings.path());
            own.users.incrementAndGet();
            own.retired = true;
            return own;
        }
        starting.lock();
        try {
            Path path = settings.path();
            Lease lease = current;
            if (lease != null && (!lease.engine.isAlive() || !lease.state.isStill(path))) {
                retire(lease);
                lease = null;
            }
            if (lease == null) {
                lease = start(path);
                current = lease;
            }
            lease.users.incrementAndGet();
            return lease;
        } finally {
            starting.unlock();
        }
    }

    private Lease start(Path path) throws EngineException {
        FileState state = FileState.of(path);
        Lease lease =
                new Lease(EngineProcess.start(settings.source(path), settings.idleMax()), state);
        leases.add(lease);
        if (closed) {
            end(lease);
            throw new EngineException(Diagnosis.ENGINE_ENDED);
        }
        return lease;
    }

    void giveBack(Lease lease) {
        if (lease.users.decrementAndGet() == 0 && lease.retired) {
            end(lease);
        }
    }

    /** Nobody takes it any more, since the lock is held and it is no longer the current one. */
    private void retire(Lease lease) {
        current = null;
        lease.retired = true;
        if (lease.users.get() == 0) {
            end(lease);
        }
    }

    private void end(Lease lease) {
        leases.remove(lease);
        lease.engine.close();
    }

    /** Starts the process that queries share, unless there is one. */
    void warm() {
        if (!shared || closed) {
            return;
        }
        Thread.ofVirtual()
                .name("duckdb-warm")
                .start(() -> {
                    try {
                        giveBack(take());
                    } catch (EngineException e) {
                        // The next query says so.
                    }
                });
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        leases.forEach(this::end);
    }
}
