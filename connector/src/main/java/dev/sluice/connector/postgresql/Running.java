package dev.sluice.connector.postgresql;

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

    private final Backend backend;
    private final Cancellation cancellation;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();

    Running(Backend backend, Cancellation cancellation) {
        this.backend = backend;
        this.cancellation = cancellation;
        cancellation.whenCancelled(this::stop);
    }

    /** Returns at once; the query ends soon after. */
    void stop() {
        if (stopping.compareAndSet(false, true)) {
            backend.retire();
            Thread.ofVirtual().name("sluice-cancel").start(this::stopUntilEnded);
        }
    }

    private void stopUntilEnded() {
        long cutAt = System.nanoTime() + CUT_AFTER.toNanos();
        Duration pause = REPEAT_AFTER;
        try {
            while (ended.getCount() > 0) {
                backend.cancel();
                if (ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                if (System.nanoTime() > cutAt) {
                    backend.abort();
                    return;
                }
                pause =
                        REPEAT_AFTER_MAX.compareTo(pause.multipliedBy(2)) < 0
                                ? REPEAT_AFTER_MAX
                                : pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            backend.abort();
        }
    }

    @Override
    public void close() {
        ended.countDown();
        cancellation.release();
    }
}
