package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import org.junit.jupiter.api.Test;

/** The benchmarks measure what they say: statements that are accepted, texts that end. */
class TextsTest {
    @Test
    void everySubjectTakesEveryStatement() {
        for (String name : Subject.NAMES) {
            Subject subject = Subject.named(name);
            for (String sql : SqlTexts.SMALL) {
                assertThat(subject.take(sql)).as("%s: %s", name, sql).isNotNull();
            }
        }
    }

    @Test
    void everySubjectTakesTpch() {
        for (String name : Subject.NAMES) {
            Subject subject = Subject.named(name);
            for (String sql : SqlTexts.tpch()) {
                assertThat(subject.take(sql)).as("%s: %s", name, sql).isNotNull();
            }
        }
    }

    @Test
    void everyWorstInputIsDecided() {
        Guard guard = Shop.guard();
        SqlTexts.worst()
                .forEach((name, sql) -> {
                    Decision decision = guard.check(sql, Shop.CLAIMS);
                    boolean tooMany = name.equals("in_20000");
                    assertThat(decision instanceof Decision.Refused)
                            .as("%s: %s", name, shown(decision))
                            .isEqualTo(tooMany);
                });
    }

    @Test
    void everyWorstTextOfEveryDialectIsDecided() {
        for (String dialect : Worst.DIALECTS) {
            Guard guard = Shop.guard(dialect);
            WorstTexts.of(dialect)
                    .forEach((name, sql) ->
                            assertThat(guard.check(sql, Shop.CLAIMS))
                                    .as("%s: %s", dialect, name)
                                    .isNotNull());
        }
    }

    private static String shown(Decision decision) {
        return decision instanceof Decision.Refused refused ? refused.message() : "allowed";
    }
}
