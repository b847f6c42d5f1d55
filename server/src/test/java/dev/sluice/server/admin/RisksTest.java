package dev.sluice.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.source.Acceptance;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RisksTest {
    private static Probe probe(Kind... kinds) {
        return new Probe(
                "18",
                "",
                true,
                false,
                Arrays.stream(kinds).map(kind -> Power.of(kind, "REVOKE " + kind)).toList(),
                List.of(),
                1);
    }

    private static SluiceException refused(Probe probe, Set<Acceptance> accepted) {
        return catchThrowableOfType(SluiceException.class, () -> Risks.check(probe, accepted));
    }

    @ParameterizedTest
    @EnumSource
    void aKindIsRefusedByHowFarItReaches(Kind kind) {
        Set<Acceptance> both = EnumSet.of(Acceptance.SUPERUSER, Acceptance.WRITABLE);
        assertThatCode(() -> Risks.check(probe(kind), both)).doesNotThrowAnyException();
        switch (kind.reach()) {
            case READING ->
                    assertThatCode(() -> Risks.check(probe(kind), Set.of()))
                            .doesNotThrowAnyException();
            case WRITING, SUPERUSER -> {
                SluiceException refused = refused(probe(kind), Set.of(Acceptance.EXPERIMENTAL));
                assertThat(refused.code()).isEqualTo(ReasonCode.ROLE_TOO_POWERFUL);
                assertThat(refused.details())
                        .containsEntry("fix", List.of("REVOKE " + kind))
                        .containsEntry(
                                "accept",
                                List.of(
                                        kind.reach() == Power.Reach.WRITING
                                                ? "writable"
                                                : "superuser"));
            }
        }
    }

    @Test
    void eachRiskIsAcceptedForItselfAlone() {
        Probe probe = probe(Kind.WRITE, Kind.FILES, Kind.CREATE);

        assertThat(refused(probe, Set.of(Acceptance.WRITABLE)).details())
                .containsEntry("accept", List.of("superuser"))
                .containsEntry("fix", List.of("REVOKE FILES"));
        assertThat(refused(probe, Set.of(Acceptance.SUPERUSER)).details())
                .containsEntry("accept", List.of("writable"));
        assertThat(refused(probe, Set.of()))
                .hasMessageContaining("--accept-superuser and --accept-writable");
    }
}
