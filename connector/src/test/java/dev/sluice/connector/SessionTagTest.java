package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.core.TenantId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTagTest {
    @Test
    void namesReceiptUserAndAgent() {
        Principal principal =
                new Principal(new TenantId("t"), "ana@example.org", "c", "bot", Set.of(), Map.of());

        assertThat(SessionTag.of(principal, "r-1").value())
                .isEqualTo("sluice r-1 ana@example.org/bot");
    }

    @Test
    void keepsToPrintableAsciiOf63Bytes() {
        String value = new SessionTag("ä\n\u0000x" + "y".repeat(200)).value();

        assertThat(value).hasSize(63).startsWith("???xyy").isPrintable();
    }
}
