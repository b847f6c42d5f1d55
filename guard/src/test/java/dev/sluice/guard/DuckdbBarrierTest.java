package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that fail on DuckDB for some rows, where other engines would only be slow. */
class DuckdbBarrierTest {
    private static final Guard GUARD =
            DuckdbFixture.guard(
                    "shop.measures",
                    "id INTEGER; big BIGINT; huge HUGEINT; fee DECIMAL(10,2); name VARCHAR; day"
                            + " DATE; moment TIMESTAMP; ratio DOUBLE; tags VARCHAR[]",
                    "id < 100");

    private static boolean isFenced(String condition) {
        Decision decision = GUARD.check("SELECT id FROM measures WHERE " + condition, Map.of());
        assertThat(decision).as(condition).isInstanceOf(Decision.Allowed.class);
        String sql = ((Decision.Allowed) decision).query().sql();
        return sql.indexOf(" LIMIT ") != sql.lastIndexOf(" LIMIT ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 123456789012345678901234567890123456789012",
                "id = 0.0000000000000000000000000000000000001",
                "fee = 12345678901234567890123456789012345678",
                "fee = 0.12345678901234567890123",
                "fee = ratio",
                "id = fee",
                "big = fee",
                "huge = fee",
                "id IN (5, 0.0000000000000000000000000000000000001)",
                "id BETWEEN 1 AND 0.0000000000000000000000000000000000001",
                "id BETWEEN 0.0000000000000000000000000000000000001 AND 5",
                "name = 5",
                "5 = name",
                "name = id",
                "name IN ('a', 5)",
                "name = length(name)",
                "day = name",
                "tags = name",
                "tags[1] = 'a'",
                "name = ANY(['a', 'b'])",
                "(id, name) = (1, 'a')",
                "day > DATE '2024-01-01' + INTERVAL '1 year'",
                "day > current_date - INTERVAL '99999 year'",
                "day > current_date - 999999",
                "name LIKE '%a%b%c%'",
                "fee = 12345678901",
                "id = 1234567890123456789",
                "name LIKE '\\a'",
                "name LIKE 'a' ESCAPE 'x'",
                "name SIMILAR TO 'a'",
                "extract('nonsense' FROM day) = 5",
                "extract('epoch' FROM name) = 5",
                "coalesce(name, id) = '3'",
                "CASE name WHEN 5 THEN true END",
                "-id = 5",
                "id + 1 = 5",
                "abs(id) = 5",
                "CAST(name AS INTEGER) = 5"
            })
    void oneStandsWhereAConditionCouldFailOnAHiddenRow(String condition) {
        assertThat(isFenced(condition)).as(condition).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = 5",
                "5 = id",
                "id = 1234567890",
                "id = 1.5",
                "fee = 12.5",
                "12.5 = fee",
                "ratio = 1e300",
                "id = big",
                "id = '5'",
                "'5' = name",
                "day = '2024-01-01'",
                "day = moment",
                "id IN (1, 2, 3)",
                "id BETWEEN 1 AND 5",
                "name LIKE 'a%'",
                "name LIKE '%a%b%'",
                "fee = 1234567890",
                "id = 123456789012345678",
                "id = -5",
                "lower(name) = 'a'",
                "length(name) = 3",
                "id IS NOT DISTINCT FROM 4",
                "CASE id WHEN 5 THEN true ELSE false END",
                "name IS NULL",
                "NOT (id = 5 AND (name = 'a' OR big > 7))"
            })
    void noneStandsWhereNoneCan(String condition) {
        assertThat(isFenced(condition)).as(condition).isFalse();
    }
}
