package dev.sluice.connector;

import org.jspecify.annotations.Nullable;

/**
 * Lets one thread stop the query of another: before it starts, while it runs, or, without effect,
 * after it. Cancelling returns at once, may be repeated, and takes effect at the database within
 * milliseconds.
 */
public final class Cancellation {
    private volatile boolean cancelled;
    private @Nullable Runnable action;

    /** Asks the query to stop. */
    public void cancel() {
        Runnable pending;
        synchronized (this) {
            cancelled = true;
            pending = action;
            action = null;
        }
        if (pending != null) {
            pending.run();
        }
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs the action once, when cancelled; at once if that has already happened. The action must
     * not block. It replaces the one before.
     */
    public void whenCancelled(Runnable next) {
        synchronized (this) {
            if (!cancelled) {
                action = next;
                return;
            }
        }
        next.run();
    }

    /** Forgets the action. */
    public synchronized void release() {
        action = null;
    }
}
