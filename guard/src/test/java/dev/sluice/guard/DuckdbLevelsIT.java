package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.tree.Query;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels of exposure on a real DuckDB. */
class DuckdbLevelsIT extends LevelsContract {
    private static @TempDir Path directory;

    @BeforeAll
    static void create() throws SQLException {
        try (Connection connection = open()) {
            DuckdbFixture.execute(connection, "CREATE SCHEMA bank");
            for (String sql : LevelsFixture.SQL) {
                DuckdbFixture.execute(connection, sql);
            }
            // What a plain name of the function would mean.
            DuckdbFixture.execute(connection, "CREATE MACRO main.row(a, b) AS 1");
        }
    }

    private static Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:" + directory.resolve("data.db"));
    }

    @Override
    List<String> dialects() {
        return List.of("duckdb");
    }

    @Override
    Connection connection() throws SQLException {
        return open();
    }

    /** Dates further than 200,000 years off aside, which cannot be cut to the start of a period. */
    @Test
    void whatIsSaidNotToFailDoesNot() throws SQLException {
        Map<String, String> values =
                Map.of(
                        "text",
                        "SELECT unnest(['', 'a', 'Zoë 😀', '%\\', '-1', repeat('x', 5000), NULL,"
                                + " chr(0), '2024-02-30']) AS v",
                        "integer",
                        "SELECT unnest([0, -1, 9223372036854775807, -9223372036854775808, NULL])"
                                + " AS v",
                        "number",
                        "SELECT unnest(['nan', 'inf', '-inf', '0', '1e308', '5e-324']::double[]) AS"
                                + " v",
                        "date",
                        "SELECT unnest(['infinity', '-infinity', '0001-01-01', '200000-12-31',"
                                + " '200000-01-01 (BC)', NULL]::date[]) AS v",
                        "timestamp",
                        "SELECT unnest(['infinity', '-infinity', '0001-01-01', '200000-12-31"
                                + " 23:59:59.999999', '200000-01-01 (BC) 00:00:00',"
                                + " NULL]::timestamp[]) AS v",
                        "bytes",
                        "SELECT unnest(['\\x00', '\\xFF\\xFE', '', NULL]::blob[]) AS v");
        try (Connection connection = open()) {
            assertThat(TotalFunctions.failing("duckdb", values, connection)).isEmpty();
        }
    }

    /** One type of 38 digits has to hold both sides of a comparison, and may not be able to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "big = 0.1234567890123456789012345",
                "big IN (1, 0.1234567890123456789012345)",
                "big BETWEEN 0 AND 12345678901.12345678901",
                "fine = 1234567890123",
                "fine = big",
                "fine = other",
                "huge = 5",
                "wide = 0.5"
            })
    void comparingNumbersOfDifferentScalesIsNotTrusted(String condition) {
        assertThat(fenced(condition)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "big = 5",
                "big = 123456789012345678",
                "big > -1.5",
                "fine BETWEEN 0.05 AND 0.07",
                "fine < 24",
                "small = big",
                "big = 1e30",
                "big IN (1, 2, 3)"
            })
    void comparingNumbersThatOneTypeHoldsCannotFail(String condition) {
        assertThat(fenced(condition)).isFalse();
    }

    private static boolean fenced(String condition) {
        Guard guard =
                DuckdbFixture.guard(
                        "shop.numbers",
                        "id INTEGER; big BIGINT; small INTEGER; fine DECIMAL(18,3); other"
                                + " DECIMAL(20,9); huge HUGEINT; wide DECIMAL(38,0)",
                        "id > 5");
        Decision decision =
                guard.check("SELECT count(*) FROM numbers WHERE " + condition, Map.of());
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        return ((Decision.Allowed) decision)
                .query()
                .databaseText()
                .contains("LIMIT " + Query.Limit.ALL);
    }
}
