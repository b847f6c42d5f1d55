package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets so many queries at once to one database, so many wait, and no longer than that. */
public final class Admission {
    /** How often a waiting call looks whether it was cancelled. */
    private static final Duration WAIT_SLICE = Duration.ofMillis(25);

    private final Capacity capacity;
    private final Semaphore permits;
    private final AtomicInteger waiting = new AtomicInteger();

    public Admission(Capacity capacity) {
        this.capacity = capacity;
        this.permits = new Semaphore(capacity.concurrentMax());
    }

    /** Null when the caller may go on, and then has to {@link #leave}; else why it may not. */
    public @Nullable Outcome enter(Cancellation cancellation) {
        if (permits.tryAcquire()) {
            return null;
        }
        if (waiting.incrementAndGet() > capacity.waitingMax()) {
            waiting.decrementAndGet();
            return Outcome.Failed.of(ReasonCode.OVERLOADED);
        }
        try {
            long end = System.nanoTime() + capacity.waitMax().toNanos();
            while (!permits.tryAcquire(WAIT_SLICE.toNanos(), TimeUnit.NANOSECONDS)) {
                if (cancellation.isCancelled()) {
                    return new Outcome.Cancelled();
                }
                if (System.nanoTime() > end) {
                    return Outcome.Failed.of(ReasonCode.OVERLOADED);
                }
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Cancelled();
        } finally {
            waiting.decrementAndGet();
        }
    }

    public void leave() {
        permits.release();
    }
}
