package dev.sluice.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentTest {
    @Test
    void forgetsTheLeastRecentlyAskedFor() {
        Recent<String, Integer> recent = new Recent<>(2, Duration.ofMinutes(1));
        recent.put("a", 1);
        recent.put("b", 2);
        recent.get("a");
        recent.put("c", 3);

        assertThat(recent.get("a")).isEqualTo(1);
        assertThat(recent.get("b")).isNull();
        assertThat(recent.get("c")).isEqualTo(3);
    }

    @Test
    void forgetsWhatIsOld() {
        Recent<String, Integer> recent = new Recent<>(2, Duration.ZERO);
        recent.put("a", 1);

        assertThat(recent.get("a")).isNull();
    }
}
