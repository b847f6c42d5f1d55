package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final AtomicInteger calls = new AtomicInteger();
    private final Cancellation cancellation = new Cancellation();

    @Test
    void runsTheActionOnce() {
        cancellation.whenCancelled(calls::incrementAndGet);
        cancellation.cancel();
        cancellation.cancel();

        assertThat(calls).hasValue(1);
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void runsTheActionAtOnceWhenItComesLate() {
        cancellation.cancel();
        cancellation.whenCancelled(calls::incrementAndGet);

        assertThat(calls).hasValue(1);
    }

    @Test
    void forgetsAReleasedAction() {
        cancellation.whenCancelled(calls::incrementAndGet);
        cancellation.release();
        cancellation.cancel();

        assertThat(calls).hasValue(0);
    }
}
