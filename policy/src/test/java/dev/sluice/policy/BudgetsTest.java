package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.Budget;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {
    private static final String FILE =
            """
            version: 1
            sources: { s: { dialect: postgresql, tables: { a.t: { exposed_columns: [id] } } } }
            roles:
              small: { sources: { s: { tables: [a.t] } }, tools: [run], budget: { rows_per_day: 10 } }
              wide:
                sources: { s: { tables: [a.t] } }
                tools: [run]
                budget: { rows_per_day: 500, bytes_per_day: 2MiB, scanned_bytes_per_day: 1TiB }
              free: { sources: { s: { tables: [a.t] } }, tools: [run] }
            bindings:
              - { role: small, users: [ana@example.org], groups: [guests] }
              - { role: wide, users: [ana@example.org, bob@example.org, client_1] }
              - { role: free, users: [cy@example.org] }
            agents:
              bot: { role: wide, sources: [s], budget: { bytes_per_day: 5GiB, rows_per_day: 400 } }
              plain: { role: free, sources: [s] }
            """;
    private static final long NONE = Budget.NO_LIMIT;

    private static Principal caller(String user, String client, @Nullable String agent) {
        return new Principal(
                new TenantId("main"),
                user,
                client,
                agent,
                Set.of("query"),
                user.equals(client) ? Map.of() : Map.of(Principal.EMAIL, user));
    }

    private static Budgets budgets(String user, @Nullable String agent) {
        return PolicyFile.parse(FILE).budgetsFor(caller(user, "c", agent));
    }

    @Test
    void ofSeveralRolesTheSmallestBudgetCountsOneByOne() {
        assertThat(budgets("ana@example.org", null).user())
                .isEqualTo(new Budget(10, 2 << 20, 1L << 40));
        assertThat(budgets("bob@example.org", null).user())
                .isEqualTo(new Budget(500, 2 << 20, 1L << 40));
        assertThat(budgets("cy@example.org", null)).isEqualTo(Budgets.NONE);
        assertThat(budgets("nobody@example.org", null)).isEqualTo(Budgets.NONE);
    }

    @Test
    void groupsBringTheirRolesBudget() {
        PolicyFile file = PolicyFile.parse(FILE);
        Principal guest = caller("eve@example.org", "c", null).in(List.of("guests"));
        assertThat(file.budgetsFor(guest).user()).isEqualTo(new Budget(10, NONE, NONE));
    }

    @Test
    void anAgentHasTheSmallerOfItsOwnAndItsRolesBudgetBesideItsUsers() {
        Budgets through = budgets("cy@example.org", "bot");
        assertThat(through.user().isUnlimited()).isTrue();
        assertThat(through.agent()).isEqualTo(new Budget(400, 2 << 20, 1L << 40));
        assertThat(budgets("ana@example.org", "plain").agent().isUnlimited()).isTrue();
    }

    @Test
    void anAgentThatActsForItselfHasItsOwnAlone() {
        Budgets alone = PolicyFile.parse(FILE).budgetsFor(caller("client_1", "client_1", "bot"));
        assertThat(alone.user().isUnlimited()).isTrue();
        assertThat(alone.agent().rows()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}                                | an empty budget",
                "[1]                               | a mapping",
                "{ rows_per_day: 0 }               | must be at least 1",
                "{ rows_per_day: -1 }              | a whole number",
                "{ rows_per_day: 5k }              | a whole number",
                "{ rows_per_day: '5' }             | without quotes",
                "{ bytes_per_day: 0GiB }           | must be at least 1",
                "{ bytes_per_day: 5GB }            | a number of bytes",
                "{ bytes_per_day: 999999999999999999TiB } | too large",
                "{ scanned_bytes_per_day: [] }     | a number of bytes",
                "{ rows_per_dai: 1 }               | Did you mean 'rows_per_day'?",
                "{ rows_per_week: 1 }              | is no key here"
            })
    void garbageIsRefusedInRolesAndAgents(String inputAndReason) {
        int bar = inputAndReason.indexOf('|');
        String input = inputAndReason.substring(0, bar).strip();
        String reason = inputAndReason.substring(bar + 1).strip();
        for (String place :
                List.of("{ rows_per_day: 10 }", "{ bytes_per_day: 5GiB, rows_per_day: 400 }")) {
            SluiceException refused =
                    catchThrowableOfType(
                            SluiceException.class,
                            () -> PolicyFile.parse(FILE.replace(place, input)));
            assertThat(refused.code()).isEqualTo(ReasonCode.POLICY_INVALID);
            assertThat(refused).hasMessageContaining(reason);
            assertThat(refused.details()).containsKeys("line", "column");
        }
    }

    @Test
    void theDifferenceSaysWhoseBudgetChanges() {
        PolicyFile before = PolicyFile.parse(FILE);
        PolicyFile after =
                PolicyFile.parse(
                        FILE.replace("budget: { rows_per_day: 10 }", "budget: { rows_per_day: 20 }")
                                .replace(
                                        "budget: { bytes_per_day: 5GiB, rows_per_day: 400 }",
                                        "budget: { rows_per_day: 30 }"));
        List<PolicyDiff.Section> sections = PolicyDiff.between(before, after);
        assertThat(sections)
                .extracting(PolicyDiff.Section::who)
                .containsExactly(List.of("ana@example.org", "group guests"), List.of("agent bot"));
        assertThat(sections.get(0).changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.effect()).isEqualTo(PolicyDiff.Effect.WIDENS);
                    assertThat(change.sentence()).isEqualTo("rows_per_day is 20 instead of 10");
                });
        assertThat(sections.get(1).changes())
                .singleElement()
                .satisfies(
                        change -> assertThat(change.effect()).isEqualTo(PolicyDiff.Effect.NARROWS));
    }

    @Test
    void aBudgetThatGoesAwayWidens() {
        PolicyFile after = PolicyFile.parse(FILE.replace(", budget: { rows_per_day: 10 }", ""));
        assertThat(PolicyDiff.between(PolicyFile.parse(FILE), after))
                .flatExtracting(PolicyDiff.Section::changes)
                .extracting(PolicyDiff.Change::sentence)
                .contains("rows_per_day is unlimited instead of 10");
    }
}
