package dev.sluice.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class HashingThreadsTest {
    private final HashingThreads threads = new HashingThreads();

    @Test
    void computesOnThreadsOfTheOperatingSystemWhoeverAsks() throws Exception {
        try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            boolean platform =
                    virtual.submit(() -> threads.run(() -> !Thread.currentThread().isVirtual()))
                            .get();
            assertThat(platform).isTrue();
        }
    }

    @Test
    void refusesAtOnceWhenTooManyWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        int admitted = HashingThreads.AT_ONCE_MAX + HashingThreads.WAITING_MAX;
        List<Future<String>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < admitted; i++) {
                all.add(
                        callers.submit(() ->
                                threads.run(() -> {
                                    go.await();
                                    return "done";
                                })));
            }
            while (threads.admitted() < admitted) {
                Thread.onSpinWait();
            }
            assertThatThrownBy(() -> threads.run(() -> "late"))
                    .isInstanceOfSatisfying(
                            SluiceException.class,
                            e -> assertThat(e.code()).isEqualTo(ReasonCode.OVERLOADED));
            go.countDown();
            for (Future<String> one : all) {
                assertThat(one.get()).isEqualTo("done");
            }
        }
        assertThat(threads.run(() -> "again")).isEqualTo("again");
    }
}
