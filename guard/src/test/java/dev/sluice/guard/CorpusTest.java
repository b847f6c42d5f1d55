package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the corpora is decided as it says, in every dialect that it is for. */
class CorpusTest {
    private static final Map<String, Guard> GUARDS =
            Map.of(
                    "postgresql", ShopFixture.guard(),
                    "mysql", MysqlFixture.guard("mysql"),
                    "mariadb", MysqlFixture.guard("mariadb"),
                    "duckdb", DuckdbFixture.guard(),
                    "trino", TrinoFixture.guard());

    /** A case for the guard of one dialect. */
    record Judged(String dialect, CorpusFile.Case corpus) {
        Decision decision() {
            return GUARDS.get(dialect).check(corpus.sql(), ShopFixture.CLAIMS);
        }

        @Override
        public String toString() {
            return dialect + ": " + corpus;
        }
    }

    private static Stream<Judged> everywhere(Function<String, List<CorpusFile.Case>> file) {
        return GUARDS.keySet().stream()
                .sorted()
                .flatMap(dialect ->
                        file.apply(dialect.equals("mariadb") ? "mysql" : dialect).stream()
                                .filter(corpus -> corpus.on(dialect))
                                .map(corpus -> new Judged(dialect, corpus)));
    }

    static Stream<Judged> allowed() {
        return everywhere(CorpusFile::analytics);
    }

    static Stream<Judged> refused() {
        return Stream.concat(
                everywhere(CorpusFile::bypasses),
                CorpusFile.unsupported().stream().map(c -> new Judged("postgresql", c)));
    }

    @ParameterizedTest
    @MethodSource
    void allowed(Judged allowed) {
        assertThat(allowed.decision()).isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @MethodSource
    void refused(Judged refused) {
        Decision decision = refused.decision();

        assertThat(decision).isInstanceOf(Decision.Refused.class);
        Decision.Refused answer = (Decision.Refused) decision;
        assertThat(answer.code()).as(answer.message()).isEqualTo(refused.corpus().code());
        assertThat(answer.position()).isBetween(0, refused.corpus().sql().length());
        assertThat(answer.message()).endsWith(".").doesNotContain("branch =");
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void guardingTheEmittedTextAgainRefusesIt(Judged allowed) {
        // The emitted text names columns that only filters may use: it is no way around the guard.
        String emitted = ((Decision.Allowed) allowed.decision()).query().sql();
        if (emitted.matches("(?s).*[\"`]branch[\"`].*")) {
            assertThat(GUARDS.get(allowed.dialect()).check(emitted, ShopFixture.CLAIMS))
                    .isInstanceOf(Decision.Refused.class);
        }
    }
}
