package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class RowFilterTest {
    private static final TableName READERS = TableName.parse("shop.readers");

    private static Optional<Guard.FilterProblem> problem(String filter) {
        return Guard.checkRowFilter("postgresql", "shop", ShopFixture.schema(), READERS, filter);
    }

    private static Guard guard(Policy.TableRule rule) {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(READERS, rule);
        return Guard.of(ShopFixture.policy(tables), ShopFixture.schema());
    }

    private static String emitted(Guard guard, Map<String, String> claims) {
        return ((Decision.Allowed) guard.check("SELECT id FROM readers", claims)).query().sql();
    }

    @Test
    void mayUseHiddenColumnsAndOtherTables() {
        assertThat(problem("branch = 1 AND secret_note IS NOT NULL")).isEmpty();
        assertThat(problem("id IN (SELECT reader_id FROM loans WHERE branch = 1)")).isEmpty();
        assertThat(problem("EXISTS (SELECT 1 FROM shop.staff s WHERE s.name = readers.name)"))
                .isEmpty();
    }

    @Test
    void isRefusedWithThePlaceOfTheMistake() {
        assertThat(problem("branch = 1 AND brunch = 2"))
                .hasValueSatisfying(found -> {
                    assertThat(found.code()).isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
                    assertThat(found.position()).isEqualTo(15);
                });
        assertThat(problem("branch = "))
                .map(Guard.FilterProblem::code)
                .contains(ReasonCode.SYNTAX_ERROR);
        assertThat(problem("true) OR (true")).map(Guard.FilterProblem::position).contains(4);
        assertThat(problem("branch = 1; DROP TABLE shop.staff")).isPresent();
        assertThat(problem("branch = 1 -- ")).isEmpty();
        assertThat(problem("random() < 0.5"))
                .map(Guard.FilterProblem::code)
                .contains(ReasonCode.FUNCTION_NOT_ALLOW_LISTED);
        assertThat(problem("id IN (SELECT id FROM nowhere)"))
                .map(Guard.FilterProblem::code)
                .contains(ReasonCode.TABLE_NOT_ALLOW_LISTED);
        assertThat(problem("id = $1")).isPresent();
        assertThat(problem("count(*) > 1")).isPresent();
        assertThat(problem("row_number() OVER () = 1")).isPresent();
        assertThat(problem("branch > (SELECT avg(branch) FROM loans)")).isEmpty();
        assertThat(problem("id = {{}}")).isPresent();
        assertThat(problem("readers IS NOT NULL")).isPresent();
        assertThat(problem("")).isPresent();
    }

    @Test
    void areAllAppliedEachInBrackets() {
        Guard guard = guard(ShopFixture.rule("id", "branch = 1 OR branch = 2", "town = 'Ulm'"));

        assertThat(emitted(guard, Map.of()))
                .contains(
                        "WHERE (((\"readers\".\"branch\" = 1) OR (\"readers\".\"branch\" = 2)) AND"
                                + " (\"readers\".\"town\" = 'Ulm'))");
    }

    @Test
    void bindClaimsInOrderOfAppearance() {
        Guard guard =
                guard(ShopFixture.rule("id", "town = {{user.town}}", "name = {{ user.name }}"));
        Decision.Allowed allowed =
                (Decision.Allowed)
                        guard.check(
                                "SELECT a.id FROM readers a JOIN readers b USING (id)",
                                Map.of("user.name", "n' OR true", "user.town", "t"));

        assertThat(allowed.query().parameters())
                .extracting(GuardedQuery.Parameter::value)
                .containsExactly("t", "n' OR true", "t", "n' OR true");
        assertThat(allowed.query().sql()).doesNotContain("OR true");
        assertThat(allowed.query().sql().chars().filter(c -> c == '?').count()).isEqualTo(4);
        assertThat(emitted(guard, Map.of("user.town", "t"))).contains("WHERE FALSE");
    }

    @Test
    void claimsAreForFiltersOnly() {
        Guard guard = guard(ShopFixture.rule("id", "branch = 1"));

        assertThat(guard.check("SELECT {{user.email}}", Map.of("user.email", "x")))
                .isInstanceOf(Decision.Refused.class);
    }

    @Test
    void aPolicyOfWhatDoesNotExistIsNotCompiled() {
        assertInvalid(READERS, ShopFixture.rule("id, shoe_size"), Map.of("column", "shoe_size"));
        assertInvalid(
                TableName.parse("shop.shoes"),
                ShopFixture.rule("id"),
                Map.of("table", "shop.shoes"));
        assertInvalid(
                READERS,
                ShopFixture.rule("id", "true", "brunch = 2"),
                Map.of("table", "shop.readers", "filter", 1, "position", 0));
    }

    private static void assertInvalid(
            TableName table, Policy.TableRule rule, Map<String, Object> details) {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(table, rule);
        assertThatThrownBy(() -> Guard.of(ShopFixture.policy(tables), ShopFixture.schema()))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.POLICY_INVALID);
                            assertThat(e.details()).containsAllEntriesOf(details);
                        });
    }

    @Test
    void anEmptyPolicyShowsNothing() {
        Guard guard = Guard.of(ShopFixture.policy(new LinkedHashMap<>()), ShopFixture.schema());

        assertThat(guard.check("SELECT 1 FROM readers", Map.of()))
                .extracting(d -> ((Decision.Refused) d).code())
                .isEqualTo(ReasonCode.TABLE_NOT_ALLOW_LISTED);
        assertThat(
                        guard(new Policy.TableRule("", List.of(), List.of()))
                                .check("SELECT count(*) FROM readers", Map.of()))
                .isInstanceOf(Decision.Refused.class);
    }
}
