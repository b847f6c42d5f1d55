package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels of exposure in every dialect: which uses of a column are refused, and which are not. */
class LevelsTest {
    static final List<String> DIALECTS =
            List.of("postgresql", "mysql", "mariadb", "duckdb", "trino");

    record Attempt(String dialect, String sql) {}

    static List<String> queries(String file) {
        try (InputStream in = LevelsTest.class.getResourceAsStream("levels/" + file + ".txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Attempt> refused() {
        return DIALECTS.stream()
                .flatMap(dialect ->
                        Stream.concat(queries("every").stream(), own(dialect).stream())
                                .map(sql -> new Attempt(dialect, sql)));
    }

    private static List<String> own(String dialect) {
        return switch (dialect) {
            case "postgresql" -> List.of(); // see ExposureTest
            case "mariadb" -> queries("mysql");
            default -> queries(dialect);
        };
    }

    static Stream<Attempt> allowed() {
        return DIALECTS.stream()
                .flatMap(dialect ->
                        queries("allowed").stream().map(sql -> new Attempt(dialect, sql)));
    }

    private static Decision decide(Attempt attempt) {
        return LevelsFixture.guard(attempt.dialect()).check(attempt.sql(), Map.of());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aColumnStandsWhereItsLevelAllowsAndNowhereElse(Attempt attempt) {
        assertThat(decide(attempt)).isInstanceOf(Decision.Refused.class);
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void whatALevelAllowsIsLetThrough(Attempt attempt) {
        assertThat(decide(attempt)).isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void groupsAreCountedWhereverAnAggregateOfTheColumnStands(Attempt attempt) {
        String sql = text(attempt);
        boolean aggregate = attempt.sql().contains("balance") || attempt.sql().contains("amount");

        assertThat(sql.contains(">= 10)") || sql.contains(">= 5)")).isEqualTo(aggregate);
    }

    /** What is written out as FILTER is held to what FILTER is held to. */
    @Test
    void aPivotIsAnAggregateWithAFilter() {
        Attempt counted =
                new Attempt(
                        "duckdb", "PIVOT customers ON score IN (10) USING count(*) GROUP BY id");
        Attempt summed =
                new Attempt(
                        "duckdb",
                        "PIVOT customers ON id IN (1) USING sum(balance) GROUP BY region");

        assertThat(text(counted)).contains("FILTER (WHERE (\"customers\".\"score\" = 10))");
        assertThat(text(summed))
                .contains("\"balance\" IS NOT NULL) AND (\"customers\".\"id\" = 1))) >= 10)");
    }

    private static String text(Attempt attempt) {
        return ((Decision.Allowed) decide(attempt)).query().databaseText();
    }

    /** Of all columns of the table, those at select are two. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM customers",
                "FROM customers",
                "SELECT * EXCLUDE (id) FROM customers",
                "SELECT * RENAME (id AS balance) FROM customers",
                "SELECT * REPLACE (id + 1 AS id) FROM customers",
                "SELECT COLUMNS(*) FROM customers",
                "SELECT max(COLUMNS(*)) FROM customers",
                "SELECT COLUMNS('.*') FROM customers",
                "SELECT * FROM customers POSITIONAL JOIN regions",
                "SELECT * FROM customers c SEMI JOIN accounts a ON a.customer_id = c.id",
                "SELECT c.* FROM customers c ASOF JOIN accounts a ON c.id >= a.line",
                "UNPIVOT customers ON id INTO NAME n VALUE v",
                "PIVOT customers ON region IN ('n') USING count(*) GROUP BY id",
                "SELECT * FROM customers UNION ALL BY NAME SELECT * FROM customers",
                "SELECT t.* FROM (FROM customers) t"
            })
    void whatDuckdbMakesOfAStarHoldsNoOtherColumn(String sql) {
        Decision decision = LevelsFixture.guard("duckdb").check(sql, Map.of());
        assertThat(decision).isInstanceOf(Decision.Allowed.class);

        assertThat(((Decision.Allowed) decision).query().columns())
                .noneMatch(column ->
                        column.toString().matches(".*(balance|tax_id|score|amount|tenant).*"));
        assertThat(((Decision.Allowed) decision).query().databaseText())
                .doesNotContain("tax_id", "score", "\"customers\".\"balance\"");
    }
}
