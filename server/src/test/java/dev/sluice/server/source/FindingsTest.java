package dev.sluice.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.Schema;
import dev.sluice.server.source.Findings.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Probe GOOD =
            new Probe("18", "203.0.113.7", true, false, List.of(), List.of(), 3);

    private static List<Finding> findings(
            TlsMode tls, Duration age, boolean weak, Set<Acceptance> accepted, Probe probe) {
        return Findings.of(
                new SourceConnection(
                        new UUID(0, 1),
                        "shop",
                        ConnectionSettings.of("postgresql", "db.example", 5432, "d", "u", tls),
                        new SealedSecrets(new byte[0]),
                        1,
                        "ola",
                        NOW.minus(age),
                        NOW,
                        NOW.minus(age),
                        weak,
                        accepted,
                        new Tested(probe, Schema.of(List.of()))),
                NOW);
    }

    private static List<String> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }

    @Test
    void nothingIsFoundWhereAllIsWell() {
        assertThat(findings(TlsMode.VERIFY_FULL, Duration.ofDays(89), false, Set.of(), GOOD))
                .isEmpty();
    }

    @Test
    void theNinetiethDayReminds() {
        List<Finding> found =
                findings(TlsMode.VERIFY_FULL, Duration.ofDays(90), false, Set.of(), GOOD);

        assertThat(kinds(found)).containsExactly("credential_old");
        assertThat(found.getFirst().message()).isEqualTo("The credential is 90 days old.");
        assertThat(found.getFirst().fix().getFirst()).contains("sluice db rotate shop");
    }

    @Test
    void everythingElseHasItsOwnKindAndFix() {
        Probe plain = new Probe("18", "", false, false, List.of(), List.of("Odd."), 0);

        assertThat(kinds(findings(TlsMode.REQUIRE, Duration.ZERO, true, Set.of(), GOOD)))
                .containsExactly("identity_unchecked", "weak_password");
        assertThat(kinds(findings(TlsMode.VERIFY_CA, Duration.ZERO, false, Set.of(), plain)))
                .containsExactly("not_encrypted", "no_table_visible", "engine");
    }

    @Test
    void aPowerIsMarkedWhenAnOwnerAcceptedThatMuch() {
        Probe mighty =
                new Probe(
                        "18",
                        "",
                        true,
                        false,
                        List.of(
                                Power.of(Power.Kind.SUPERUSER, "ALTER 1"),
                                Power.of(Power.Kind.WRITE, "REVOKE 2")),
                        List.of(),
                        1);

        List<Finding> found =
                findings(
                        TlsMode.VERIFY_FULL,
                        Duration.ZERO,
                        false,
                        Set.of(Acceptance.WRITABLE),
                        mighty);

        assertThat(found)
                .containsExactly(
                        new Finding(
                                "superuser",
                                "The role may do everything: nothing in the database limits it.",
                                List.of("ALTER 1"),
                                false),
                        new Finding(
                                "write", "The role may change tables.", List.of("REVOKE 2"), true));
    }
}
