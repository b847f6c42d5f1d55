package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Principal;
import dev.sluice.core.TenantId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionTagTest {
    private static final String RECEIPT = "3f2a9c1e-0000-4000-8000-000000000000";

    private static String tag(String email, String client, String agent) {
        Principal person =
                new Principal(
                        new TenantId("t"),
                        "b5c1",
                        client,
                        agent,
                        Set.of(),
                        Map.of(Principal.EMAIL, email));
        return SessionTag.of(person, RECEIPT).value();
    }

    @Test
    void namesTheBeginningOfTheReceiptTheUserAndTheAgent() {
        assertThat(tag("ana@example.org", "client_1", "support-bot"))
                .isEqualTo("sluice 3f2a9c1e ana@example.org/support-bot");
    }

    @Test
    void namesTheClientWhereThereIsNoAgent() {
        assertThat(tag("ana@example.org", "client_1", null))
                .isEqualTo("sluice 3f2a9c1e ana@example.org/client_1");
    }

    @Test
    void namesWhoActsForItselfOnce() {
        for (String agent : new String[] {null, "support-bot"}) {
            Principal alone =
                    new Principal(
                            new TenantId("t"), "client_1", "client_1", agent, Set.of(), Map.of());
            assertThat(SessionTag.of(alone, RECEIPT).value())
                    .isEqualTo("sluice 3f2a9c1e " + (agent == null ? "client_1" : agent));
        }
    }

    @Test
    void keepsTheBeginningOfLongNames() {
        String client = "https://client.example.org/a/very/long/document.json";
        assertThat(tag("a.person.with.a.very.long.name@department.example.org", client, null))
                .isEqualTo("sluice 3f2a9c1e a.person.with.a.very.long.name@/https://client.")
                .hasSize(63);
        assertThat(tag("a.person.with.a.very.long.name@department.example.org", "c", "bot"))
                .endsWith("@department.e/bot")
                .hasSize(63);
        assertThat(tag("ana@example.org", client, null)).hasSize(63).contains("ana@example.org/");
    }

    @Test
    void keepsToPrintableAsciiOf63Bytes() {
        String value = new SessionTag("ä\n\u0000x" + "y".repeat(200)).value();

        assertThat(value).hasSize(63).startsWith("???xyy").isPrintable();
    }
}
