package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are hashed: on half the processors at most, and on threads of the operating
 * system. A virtual thread that computes gives its carrier to nobody until it is done: a few
 * sign-ins would hold up every query.
 */
final class HashingThreads {
    static final int AT_ONCE_MAX = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int WAIT_SECONDS_MAX = 5;

    /** Those who wait hold a thread of the control plane each, which has others to serve. */
    static final int WAITING_MAX = 6;

    private final Semaphore waiting = new Semaphore(AT_ONCE_MAX + WAITING_MAX);
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    AT_ONCE_MAX, Thread.ofPlatform().daemon().name("hashing-", 0).factory());

    /**
     * Does the work when it is its turn.
     *
     * @throws SluiceException {@code OVERLOADED} when that takes too long, or too many wait
     */
    <T> T run(Callable<T> work) {
        if (!waiting.tryAcquire()) {
            throw overloaded();
        }
        try {
            return inTurn(work);
        } finally {
            waiting.release();
        }
    }

    private <T> T inTurn(Callable<T> work) {
        try {
            if (!places.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw overloaded();
            }
            return submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SluiceException(ReasonCode.CANCELLED, "The sign-in was interrupted.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e.getCause());
        }
    }

    /** The place is free again when the work is done, whoever still waits for it. */
    private <T> Future<T> submit(Callable<T> work) {
        return threads.submit(() -> {
            try {
                return work.call();
            } finally {
                places.release();
            }
        });
    }

    /** How many have a place or wait for one. */
    int admitted() {
        return AT_ONCE_MAX + WAITING_MAX - waiting.availablePermits();
    }

    private static SluiceException overloaded() {
        return new SluiceException(
                ReasonCode.OVERLOADED, "Too many sign-ins at once; try again shortly.");
    }
}
