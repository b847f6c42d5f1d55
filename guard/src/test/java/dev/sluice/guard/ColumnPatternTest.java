package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that pick columns, which are an agent's text like all the rest. */
class ColumnPatternTest {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private final Guard guard = DuckdbFixture.guard();

    private Decision check(String sql) {
        return guard.check(sql, Map.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(id|title)$",
                "i?d$|t.t[lm]e",
                "(?i)^(ID|TITLE)",
                "^(?:i[^x]|t\\w+)$",
                "^i\\D*$|it+l",
            })
    void pickColumnsByTheirNames(String pattern) {
        Decision decision = check("SELECT COLUMNS('" + pattern + "') FROM books");

        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        assertThat(((Decision.Allowed) decision).query().sql())
                .startsWith("SELECT \"books\".\"id\" AS \"id\", \"books\".\"title\" AS \"title\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current_role)",
                "(",
                "[",
                "[]",
                "a**",
                "a{2}",
                "(?=id)",
                "(?<x>id)",
                "\\1",
                "\\Qid\\E",
                "(?i",
                "id\\",
                "*",
                "[b-a]",
                "(((((((((((((((((((((id)))))))))))))))))))))"
            })
    void areRefusedWhenTheyAreNotSimple(String pattern) {
        assertThat(check("SELECT COLUMNS('" + pattern + "') FROM books"))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ReasonCode.SYNTAX_ERROR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*a*a*b", "(a|aa)+$", "((a*)*)*b", "(a?a?a?a?a?a?)*b"})
    void takeNoTimeWhateverTheyAreMatchedWith(String pattern) {
        long start = System.nanoTime();
        check(
                "SELECT COLUMNS('%s') FROM (SELECT 1 AS \"%s\") AS t"
                        .formatted(pattern, "a".repeat(40_000)));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
    }

    @Test
    void ofManyColumnsAreTooMuchWork() {
        String name = "a".repeat(20_000);
        String sql =
                "SELECT COLUMNS('%s') FROM (SELECT 1 AS \"%s\") AS t"
                        .formatted("a*".repeat(50), name);

        assertThat(check(sql))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(ReasonCode.QUERY_TOO_COMPLEX));
    }
}
