package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.PolicyTests.Expectation;
import dev.sluice.policy.PolicyTests.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTestsTest {
    @Test
    void readsExpectationsWithTheirLines() {
        List<Expectation> tests =
                PolicyTests.parse(
                        """
                        version: 1
                        tests:
                          - name: names are seen
                            as: ana@example.org
                            agent: support-bot
                            source: shop
                            claims: { user.branch: "1" }
                            sql: SELECT id, name FROM customers
                            expect: allowed
                            reads: [shop.customers.id]
                            columns: [id, name]
                            rows: [[1, Ada], [2, null]]
                            ordered: true
                          - { as: ana@example.org, sql: SELECT 1, expect: allowed, rows: 1 }
                          - as: bob
                            sql: SELECT ssn FROM customers
                            expect: refused COLUMN_NOT_ALLOW_LISTED
                        """);

        assertThat(tests).hasSize(3);
        assertThat(tests.getFirst().line()).isEqualTo(3);
        assertThat(tests.getFirst().claims()).isEqualTo(Map.of("user.branch", "1"));
        assertThat(tests.getFirst().rows())
                .contains(
                        new Rows.Exactly(
                                List.of(List.of("1", "Ada"), Arrays.asList("2", null)), true));
        assertThat(tests.get(1).rows()).contains(new Rows.Count(1));
        assertThat(tests.get(2).refusal()).contains(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
        assertThat(tests.get(2).line()).isEqualTo(15);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "- { as: a, sql: s }|'expect' is missing",
                "- { as: a, expect: allowed }|'sql' is missing",
                "- { sql: s, expect: allowed }|'as' is missing",
                "- { as: a, sql: s, expect: refused }|'allowed' or 'refused CODE'",
                "- { as: a, sql: s, expect: refused TABLE_NOT_ALOW_LISTED }|Did you mean"
                        + " 'TABLE_NOT_ALLOW_LISTED'",
                "- { as: a, sql: s, expect: refused TIMEOUT, rows: 1 }|what is refused has no rows",
                "- { as: a, sql: s, expect: allowed, row: 1 }|'row' is no key here",
                "- { as: a, sql: s, expect: allowed, rows: 1, ordered: true }|has no order",
                "- { as: a, sql: s, expect: allowed, rows: [[1]], ordered: maybe }|true or false",
                "- { as: a, sql: s, expect: allowed, rows: -1 }|a whole number",
                "- 7|a mapping"
            })
    void refusesWhatItDoesNotUnderstand(String test, String reason) {
        assertThatThrownBy(() -> PolicyTests.parse("version: 1\ntests:\n  " + test))
                .isInstanceOf(SluiceException.class)
                .hasMessageStartingWith("Policy tests, line 3")
                .hasMessageContaining(reason);
    }
}
