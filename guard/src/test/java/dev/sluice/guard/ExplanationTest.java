package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import dev.sluice.guard.Explanation.Known;
import dev.sluice.guard.Explanation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
    private final Guard guard = ShopFixture.guard();

    private Explanation explain(String sql) {
        return guard.explain(sql, ShopFixture.CLAIMS);
    }

    static List<CorpusFile.Case> cases() {
        List<CorpusFile.Case> cases = new ArrayList<>();
        cases.addAll(CorpusFile.analytics("postgresql"));
        cases.addAll(CorpusFile.bypasses("postgresql"));
        cases.addAll(CorpusFile.unsupported());
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void explainsTheVeryDecisionThatIsMade(CorpusFile.Case any) {
        Decision decision = guard.check(any.sql(), ShopFixture.CLAIMS);
        Explanation explanation = explain(any.sql());

        assertThat(explanation.steps()).extracting(Explanation.Step::guard).isSorted().hasSize(6);
        switch (decision) {
            case Decision.Allowed allowed -> {
                GuardedQuery explained = ((Decision.Allowed) explanation.decision()).query();
                assertThat(explained.sql()).isEqualTo(allowed.query().sql());
                assertThat(explanation.problems()).isEmpty();
                assertThat(explanation.tables())
                        .extracting(Explanation.TableUse::table)
                        .containsExactlyInAnyOrderElementsOf(allowed.query().tables());
                assertThat(explanation.columns())
                        .extracting(use -> use.table() + "." + use.column())
                        .containsAll(allowed.query().columns());
            }
            case Decision.Refused refused -> {
                assertThat(explanation.decision()).isEqualTo(refused);
                Explanation.Problem first = explanation.problems().getFirst();
                assertThat(first.code()).isEqualTo(refused.code());
                assertThat(first.position()).isEqualTo(refused.position());
                assertThat(explanation.steps())
                        .filteredOn(step -> step.outcome() == Outcome.REFUSED)
                        .hasSize(1);
            }
        }
    }

    @Test
    void saysWhereTablesAndColumnsStandInTheText() {
        String sql = "SELECT r.name, l.fee FROM readers r JOIN loans l ON l.reader_id = r.id";
        Explanation explanation = explain(sql);

        assertThat(explanation.tables())
                .extracting(use -> use.table().toString(), Explanation.TableUse::positions)
                .containsExactly(
                        tuple("shop.readers", List.of(sql.indexOf("readers r"))),
                        tuple("shop.loans", List.of(sql.indexOf("loans l"))));
        assertThat(explanation.columns())
                .extracting(use -> use.table() + "." + use.column(), use -> use.positions())
                .contains(
                        tuple("shop.readers.id", List.of(sql.indexOf("r.id"))),
                        tuple("shop.loans.fee", List.of(sql.indexOf("l.fee"))));
    }

    @Test
    void placesTheColumnsOfAStarAndOfUsing() {
        String star = "SELECT * FROM books";
        assertThat(explain(star).columns())
                .hasSize(3)
                .allSatisfy(use -> assertThat(use.positions()).containsExactly(7));
        String using = "SELECT 1 FROM readers JOIN books USING (id)";
        assertThat(explain(using).columns())
                .extracting(use -> use.table() + "." + use.column())
                .containsExactly("shop.books.id", "shop.readers.id");
    }

    @Test
    void tellsAHiddenNameFromOneThatDoesNotExist() {
        Explanation.Problem hidden =
                explain("SELECT secret_note FROM readers").problems().getFirst();
        assertThat(hidden.known()).isEqualTo(Known.HIDDEN);
        assertThat(hidden.fullName()).isEqualTo("shop.readers.secret_note");

        Explanation.Problem absent =
                explain("SELECT secret_nota FROM readers").problems().getFirst();
        assertThat(absent.known()).isEqualTo(Known.ABSENT);
        assertThat(absent.fullName()).isNull();

        assertThat(explain("SELECT 1 FROM staff").problems().getFirst().fullName())
                .isEqualTo("shop.staff");
        assertThat(explain("SELECT 1 FROM stuff").problems().getFirst().known())
                .isEqualTo(Known.ABSENT);
        assertThat(explain("SELECT 1 FROM readers JOIN loans USING (branch)").problems().getFirst())
                .extracting(Explanation.Problem::fullName)
                .isEqualTo("shop.readers.branch");
        assertThat(explain("SELECT pg_sleep(1)").problems().getFirst().known())
                .isEqualTo(Known.NOT_A_NAME);
    }

    @Test
    void tellsTheAgentTheSameForBoth() {
        Decision.Refused hidden =
                (Decision.Refused) explain("SELECT secret_note FROM readers").decision();
        Decision.Refused absent =
                (Decision.Refused) explain("SELECT secret_nota FROM readers").decision();

        assertThat(hidden.message().replace("secret_note", "X"))
                .isEqualTo(absent.message().replace("secret_nota", "X"));
        assertThat(hidden.hint()).isEqualTo(absent.hint());
    }

    @Test
    void listsEverythingThatIsWrongWithTheTold() {
        Explanation explanation =
                explain("SELECT pg_sleep(1), secret_note, r.gone FROM staff, readers r");

        assertThat(explanation.problems())
                .extracting(Explanation.Problem::code)
                .startsWith(
                        ReasonCode.TABLE_NOT_ALLOW_LISTED,
                        ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                        ReasonCode.FUNCTION_NOT_ALLOW_LISTED);
        assertThat(explanation.steps().get(2).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(explanation.steps().get(3).outcome()).isEqualTo(Outcome.NOT_REACHED);
    }

    @Test
    void saysWhichFiltersApplyAndWhichClaimsAreMissing() {
        Explanation.TableUse notes = explain("SELECT body FROM loan_notes").tables().getFirst();
        assertThat(notes.rule().rowFilters())
                .containsExactly("branch = {{user.branch}}::int", "line < 100");
        assertThat(notes.missingClaims()).isEmpty();
        assertThat(explain("SELECT body FROM loan_notes").steps().get(4).outcome())
                .isEqualTo(Outcome.APPLIED);

        Explanation without = guard.explain("SELECT body FROM loan_notes", Map.of());
        assertThat(without.tables().getFirst().missingClaims()).containsExactly("user.branch");
        assertThat(without.steps().get(4).notes().getFirst()).contains("no claim user.branch");
    }

    @Test
    void saysThatALimitWasHeld() {
        assertThat(explain("SELECT id FROM loans LIMIT 900").steps().get(5).outcome())
                .isEqualTo(Outcome.APPLIED);
        assertThat(explain("SELECT id FROM loans").limits()).isEqualTo(ShopFixture.LIMITS);
        assertThat(explain("SELECT id FROM loans").tables().getFirst().table())
                .isEqualTo(TableName.parse("shop.loans"));
    }
}
