package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Looks again and again until something holds. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Waiting() {}

    /** Returns how long it took; fails after ten seconds. */
    static Duration until(BooleanSupplier holds) throws InterruptedException {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                fail("did not come to hold within " + PATIENCE);
            }
            Thread.sleep(5);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
