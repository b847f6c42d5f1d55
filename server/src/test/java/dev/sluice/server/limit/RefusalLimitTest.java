package dev.sluice.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusalLimitTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RefusalLimit limit = new RefusalLimit(6, now::get);

    private static Principal caller(String user, @Nullable String agent) {
        return new Principal(new TenantId("t"), user, "c", agent, Set.of(), Map.of());
    }

    @Test
    void whoIsRefusedTooOftenWaitsUntilOneComesBack() {
        Principal ana = caller("ana", "bot");
        for (int i = 0; i < 6; i++) {
            assertThat(limit.pause(ana)).isEmpty();
            limit.declined(ana, ReasonCode.COLUMN_NOT_ALLOW_LISTED);
        }
        assertThat(limit.pause(ana)).contains(Duration.ofSeconds(10));
        assertThat(limit.pause(caller("ana", null))).isEmpty();
        assertThat(limit.pause(caller("bob", "bot"))).isEmpty();

        now.set(Instant.EPOCH.plusSeconds(10));
        assertThat(limit.pause(ana)).isEmpty();
        limit.declined(ana, ReasonCode.QUERY_FAILED);
        assertThat(limit.pause(ana)).isPresent();
    }

    @Test
    void whatTheCallerDidNotCauseCostsNothing() {
        Principal ana = caller("ana", null);
        for (ReasonCode code :
                EnumSet.of(
                        ReasonCode.OVERLOADED,
                        ReasonCode.SOURCE_UNAVAILABLE,
                        ReasonCode.CANCELLED,
                        ReasonCode.TIMEOUT,
                        ReasonCode.AUDIT_UNAVAILABLE,
                        ReasonCode.RATE_LIMITED)) {
            for (int i = 0; i < 20; i++) {
                limit.declined(ana, code);
            }
        }
        assertThat(limit.pause(ana)).isEmpty();
    }

    @Test
    void oneRecordAMinuteSaysThatSomebodyIsHeldBack() {
        Principal ana = caller("ana", null);
        assertThat(limit.isWorthARecord(ana)).isTrue();
        assertThat(limit.isWorthARecord(ana)).isFalse();
        assertThat(limit.isWorthARecord(caller("bob", null))).isTrue();
        now.set(Instant.EPOCH.plusSeconds(60));
        assertThat(limit.isWorthARecord(ana)).isTrue();
    }
}
