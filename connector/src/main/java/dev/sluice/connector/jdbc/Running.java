package dev.sluice.connector.jdbc;

import dev.sluice.connector.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is being run on a connection, so that another thread can stop it.
 *
 * <p>A cancel request that reaches the database before the query does is lost, and nothing tells.
 * So the request is repeated until the query has ended, and at last the connection is cut. A
 * connection that a request was sent for is not used again: the request might arrive late.
 */
final class Running implements AutoCloseable {
    private static final Duration REPEAT_AFTER = Duration.ofMillis(5);
    private static final Duration REPEAT_AFTER_MAX = Duration.ofMillis(250);
    private static final Duration CUT_AFTER = Duration.ofSeconds(3);

    private final Session session;
    private final Cancellation cancellation;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean late;

    /**
     * @param patience after which the query is stopped, zero for never
     */
    Running(Session session, Cancellation cancellation, Duration patience) {
        this.session = session;
        this.cancellation = cancellation;
        if (patience.isPositive()) {
            Thread.ofVirtual().name("sluice-deadline").start(() -> stopAfter(patience));
        }
        cancellation.whenCancelled(this::stop);
    }

    /** Returns at once; the query ends soon after. */
    void stop() {
        if (stopping.compareAndSet(false, true)) {
            session.retire();
            Thread.ofVirtual().name("sluice-cancel").start(this::stopUntilEnded);
        }
    }

    /** Whether it was stopped because it took too long. */
    boolean isLate() {
        return late;
    }

    private void stopAfter(Duration patience) {
        try {
            if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                late = true;
                stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.abort();
        }
    }

    /**
     * Cancelling may itself block on a database that is silent, so the cut does not wait for it.
     */
    private void stopUntilEnded() {
        Thread requests = Thread.ofVirtual().name("sluice-cancel").start(this::requestUntilEnded);
        try {
            if (!ended.await(CUT_AFTER.toNanos(), TimeUnit.NANOSECONDS)) {
                requests.interrupt();
                session.abort();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.abort();
        }
    }

    private void requestUntilEnded() {
        Duration pause = REPEAT_AFTER;
        try {
            while (ended.getCount() > 0) {
                session.cancel();
                if (ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                pause =
                        REPEAT_AFTER_MAX.compareTo(pause.multipliedBy(2)) < 0
                                ? REPEAT_AFTER_MAX
                                : pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        cancellation.release();
    }
}
