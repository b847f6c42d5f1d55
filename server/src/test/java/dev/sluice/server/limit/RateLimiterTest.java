package dev.sluice.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.limit.RateLimits.Limit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private Instant now = Instant.EPOCH;
    private final RateLimiter limiter =
            new RateLimiter(new Limit(3, Duration.ofSeconds(10)), () -> now);

    @Test
    void givesTheBurstAndThenSaysHowLongToWait() {
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.take("a")).isEmpty();
        }
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(10));
        now = now.plusSeconds(4);
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(6));
        now = now.plusSeconds(6);
        assertThat(limiter.take("a")).isEmpty();
        assertThat(limiter.take("a")).contains(Duration.ofSeconds(10));
    }

    @Test
    void refillsToTheBurstAndNotBeyond() {
        now = now.plus(Duration.ofDays(1));
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.take("a")).isEmpty();
        }
        assertThat(limiter.take("a")).isPresent();
    }

    @Test
    void countsEachKeyForItself() {
        for (int i = 0; i < 4; i++) {
            limiter.take("a");
        }
        assertThat(limiter.take("b")).isEmpty();
        limiter.restore("a");
        assertThat(limiter.take("a")).isEmpty();
    }

    @Test
    void keepsAnEmptyBucketHoweverManyKeysCome() {
        for (int i = 0; i < 3; i++) {
            limiter.take("victim");
        }
        for (int i = 0; i < 2 * RateLimiter.KEYS_MAX; i++) {
            limiter.take("k" + i);
        }
        assertThat(limiter.take("victim")).isPresent();
    }

    @Test
    void forgetsFullBucketsFirst() {
        for (int i = 0; i < RateLimiter.KEYS_MAX - 1; i++) {
            limiter.take("old" + i);
        }
        now = now.plusSeconds(5);
        for (int i = 0; i < 3; i++) {
            limiter.take("victim");
        }
        now = now.plusSeconds(10); // the old ones are full again
        limiter.take("new");
        assertThat(limiter.take("victim")).isEmpty();
        assertThat(limiter.take("victim")).isPresent();
    }
}
