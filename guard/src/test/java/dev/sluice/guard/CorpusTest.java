package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {
    private final Guard guard = ShopFixture.guard();

    static List<CorpusFile.Case> allowed() {
        return CorpusFile.analytics("postgresql");
    }

    static List<CorpusFile.Case> refused() {
        return Stream.concat(
                        CorpusFile.bypasses("postgresql").stream(),
                        CorpusFile.unsupported().stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource
    void allowed(CorpusFile.Case allowed) {
        assertThat(guard.check(allowed.sql(), ShopFixture.CLAIMS))
                .isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @MethodSource
    void refused(CorpusFile.Case refused) {
        Decision decision = guard.check(refused.sql(), ShopFixture.CLAIMS);

        assertThat(decision).isInstanceOf(Decision.Refused.class);
        Decision.Refused answer = (Decision.Refused) decision;
        assertThat(answer.code()).isEqualTo(refused.code());
        assertThat(answer.position()).isBetween(0, refused.sql().length());
        assertThat(answer.message()).endsWith(".").doesNotContain("branch =");
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void guardingTheEmittedTextAgainRefusesIt(CorpusFile.Case allowed) {
        // The emitted text names columns that only filters may use: it is no way around the guard.
        Decision.Allowed first = (Decision.Allowed) guard.check(allowed.sql(), ShopFixture.CLAIMS);
        if (first.query().sql().contains("\"branch\"")) {
            assertThat(guard.check(first.query().sql(), ShopFixture.CLAIMS))
                    .isInstanceOf(Decision.Refused.class);
        }
    }
}
