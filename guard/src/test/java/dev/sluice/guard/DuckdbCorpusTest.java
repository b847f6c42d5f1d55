package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DuckdbCorpusTest {
    private final Guard guard = DuckdbFixture.guard();

    static List<CorpusFile.Case> allowed() {
        return CorpusFile.analytics("duckdb");
    }

    static List<CorpusFile.Case> refused() {
        return CorpusFile.bypasses("duckdb");
    }

    @ParameterizedTest
    @MethodSource
    void allowed(CorpusFile.Case allowed) {
        assertThat(guard.check(allowed.sql(), DuckdbFixture.CLAIMS))
                .isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @MethodSource
    void refused(CorpusFile.Case refused) {
        Decision decision = guard.check(refused.sql(), DuckdbFixture.CLAIMS);

        assertThat(decision).isInstanceOf(Decision.Refused.class);
        Decision.Refused answer = (Decision.Refused) decision;
        assertThat(answer.code()).isEqualTo(refused.code());
        assertThat(answer.position()).isBetween(0, refused.sql().length());
        assertThat(answer.message()).endsWith(".").doesNotContain("branch =");
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void guardingTheEmittedTextAgainRefusesIt(CorpusFile.Case allowed) {
        Decision.Allowed first =
                (Decision.Allowed) guard.check(allowed.sql(), DuckdbFixture.CLAIMS);
        if (first.query().sql().contains("\"branch\"")) {
            assertThat(guard.check(first.query().sql(), DuckdbFixture.CLAIMS))
                    .isInstanceOf(Decision.Refused.class);
        }
    }
}
