package dev.sluice.connector.jdbc;

import dev.sluice.connector.Cancellation;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Opens connections on threads of their own. A server that takes a connection and then says nothing
 * holds a driver for as long as the driver is patient; whoever asked waits no longer than they
 * want, and what arrives after that is closed.
 */
final class Opening<S extends Session> {
    private static final Duration SLICE = Duration.ofMillis(25);

    /** SQL's "the client cannot establish the connection". */
    private static final String UNABLE_TO_CONNECT = "08001";

    private final Semaphore places;

    /**
     * @param max how many may be on their way at once, those that nobody waits for included
     */
    Opening(int max) {
        this.places = new Semaphore(max);
    }

    /** Opens one connection. */
    @FunctionalInterface
    interface Opener<S extends Session> {
        S open() throws SQLException;
    }

    /**
     * The connection, if it is there in time.
     *
     * @throws SQLException of the opener; or one whose cause is a {@link SocketTimeoutException}
     *     when time is up, the query was cancelled, or too many are on their way
     */
    S open(Opener<S> opener, Duration patience, Cancellation cancellation) throws SQLException {
        if (!places.tryAcquire()) {
            throw late();
        }
        CompletableFuture<S> arrival = new CompletableFuture<>();
        Thread.ofVirtual().name("sluice-connections").start(() -> openInto(arrival, opener));
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return arrival.get(SLICE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                if (System.nanoTime() > end || cancellation.isCancelled()) {
                    // Without effect when it has just arrived: then the next look finds it.
                    arrival.completeExceptionally(late());
                }
            } catch (ExecutionException e) {
                throw failure(e);
            } catch (InterruptedException e) {
                arrival.completeExceptionally(late());
                Thread.currentThread().interrupt();
                throw late();
            }
        }
    }

    private void openInto(CompletableFuture<S> arrival, Opener<S> opener) {
        try {
            S session = opener.open();
            if (!arrival.complete(session)) {
                session.close();
            }
        } catch (SQLException | RuntimeException | Error e) {
            arrival.completeExceptionally(e);
        } finally {
            places.release();
        }
    }

    /** The same failure, on the thread that asked. */
    private static SQLException failure(ExecutionException failed) {
        return switch (failed.getCause()) {
            case SQLException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> throw new IllegalStateException(failed);
        };
    }

    private static SQLException late() {
        return new SQLException(
                "no connection in time",
                UNABLE_TO_CONNECT,
                new SocketTimeoutException("no connection in time"));
    }
}
