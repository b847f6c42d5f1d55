package dev.sluice.connector.http;

import dev.sluice.connector.Cancellation;
import dev.sluice.core.ReasonCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When work on a service ends early: at its deadline, or because somebody asked. Whichever comes
 * first aborts the call under way. Used by one working thread, and stopped by any.
 */
public final class Stop implements AutoCloseable {
    private final long end;
    private final Cancellation cancellation;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean cancelled;
    private @Nullable Runnable abort;

    public Stop(Duration timeout, Cancellation cancellation) {
        this.end = System.nanoTime() + timeout.toNanos();
        this.cancellation = cancellation;
        Thread.ofVirtual().name("sluice-deadline").start(() -> waitForDeadline(timeout));
        cancellation.whenCancelled(this::cancel);
    }

    /** A deadline that nobody can bring forward. */
    public static Stop after(Duration timeout) {
        return new Stop(timeout, new Cancellation());
    }

    private void waitForDeadline(Duration timeout) {
        try {
            if (!over.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                abort();
                over.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the work now, as asked for. */
    public void cancel() {
        cancelled = true;
        abort();
        over.countDown();
    }

    private synchronized void abort() {
        if (abort != null) {
            abort.run();
            abort = null;
        }
    }

    /** What is left of the time, not negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /**
     * Lets the work go on, or not.
     *
     * @throws SourceFailure {@code CANCELLED} or {@code TIMEOUT}, when it is time to end
     */
    public void check() throws SourceFailure {
        if (cancelled || cancellation.isCancelled()) {
            throw SourceFailure.of(ReasonCode.CANCELLED);
        }
        if (left().isZero()) {
            throw SourceFailure.of(ReasonCode.TIMEOUT);
        }
    }

    /** Waits, at most until it is time to end. */
    public void pause(Duration time) throws SourceFailure {
        check();
        try {
            over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SourceFailure.of(ReasonCode.CANCELLED);
        }
        check();
    }

    /** From now on the action aborts what is under way; it must not block. */
    synchronized void aborting(Runnable action) throws SourceFailure {
        check();
        abort = action;
    }

    synchronized void done() {
        abort = null;
    }

    @Override
    public void close() {
        over.countDown();
        cancellation.release();
    }
}
