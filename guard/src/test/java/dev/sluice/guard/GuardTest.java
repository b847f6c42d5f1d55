package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final Guard guard = ShopFixture.guard();

    private Decision.Allowed allowed(String sql) {
        Decision decision = guard.check(sql, ShopFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Allowed.class);
        return (Decision.Allowed) decision;
    }

    private Decision.Refused refused(String sql) {
        Decision decision = guard.check(sql, ShopFixture.CLAIMS);
        assertThat(decision).as(sql).isInstanceOf(Decision.Refused.class);
        return (Decision.Refused) decision;
    }

    @Test
    void replacesATableByItsGovernedPart() {
        GuardedQuery query = allowed("select name from readers where town = 'Ulm'").query();

        assertThat(query.sql())
                .isEqualTo(
                        "SELECT \"readers\".\"name\" AS \"name\" FROM (SELECT \"readers\".\"name\","
                            + " \"readers\".\"town\" FROM \"shop\".\"readers\" AS \"readers\" WHERE"
                            + " (\"readers\".\"branch\" = 1)) AS \"readers\" WHERE"
                            + " (\"readers\".\"town\" = 'Ulm') LIMIT 51");
        assertThat(query.tables()).containsExactly(TableName.parse("shop.readers"));
        assertThat(query.columns()).containsExactly("shop.readers.name", "shop.readers.town");
    }

    @Test
    void saysTheSameOfAHiddenColumnAndOfOneThatDoesNotExist() {
        Decision.Refused hidden = refused("SELECT secret_note FROM readers");
        Decision.Refused absent = refused("SELECT secret_nope FROM readers");

        assertThat(hidden.code()).isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
        assertThat(hidden.message())
                .isEqualTo("Column 'secret_note' is not allow-listed for readers.");
        assertThat(hidden.message().replace("note", "nope")).isEqualTo(absent.message());
        assertThat(hidden.hint()).isEqualTo(absent.hint()).doesNotContain("secret");
        assertThat(hidden.position()).isEqualTo(absent.position()).isEqualTo(7);
    }

    @Test
    void warnsOnlyAQueryThatAsksForMoreThanItMayGet() {
        assertThat(allowed("SELECT id FROM books LIMIT 51").warnings())
                .containsExactly(Decision.Warning.LIMIT_CLAMPED);
        assertThat(allowed("SELECT id FROM books LIMIT 50").warnings()).isEmpty();
        assertThat(allowed("SELECT id FROM books").warnings()).isEmpty();
    }

    @Test
    void returnsFewerRowsToACallerThatWantsFewer() {
        Decision decision = guard.check("SELECT id FROM books LIMIT 40", Map.of(), 10);

        GuardedQuery query = ((Decision.Allowed) decision).query();
        assertThat(query.sql()).endsWith(" LIMIT 11");
        assertThat(query.limits().maxRows()).isEqualTo(10);
    }

    @Test
    void bindsClaimsInsteadOfWritingThem() {
        GuardedQuery query = allowed("SELECT body FROM loan_notes").query();

        assertThat(query.sql()).contains("CAST(? AS \"pg_catalog\".\"int4\")");
        assertThat(query.databaseText()).contains("CAST($1 AS \"pg_catalog\".\"int4\")");
        assertThat(query.parameters()).containsExactly(new GuardedQuery.Parameter("1"));
    }

    @Test
    void showsNoRowsToACallerWithoutTheClaimOfAFilter() {
        Decision decision = guard.check("SELECT body FROM loan_notes", Map.of());

        assertThat(((Decision.Allowed) decision).query().sql()).contains("WHERE FALSE)");
    }

    @Test
    void writesQuestionMarksOfOperatorsTwiceForJdbc() {
        GuardedQuery query = allowed("SELECT id FROM readers WHERE likes ? 'tea'").query();

        assertThat(query.sql()).contains(" ?? 'tea'");
        assertThat(query.databaseText()).contains(" ? 'tea'");
    }

    @Test
    void groupsByEverythingThatAPrimaryKeyDecides() {
        String sql =
                allowed(
                                "SELECT r.id, r.name, count(*) FROM readers r JOIN loans l"
                                        + " ON l.reader_id = r.id GROUP BY r.id")
                        .query()
                        .sql();

        assertThat(sql).contains("GROUP BY \"r\".\"id\", \"r\".\"name\" LIMIT");
    }

    @Test
    void reportsTheFirstGuardThatAQueryViolates() {
        assertThat(refused("SELECT pg_sleep(1), secret_note FROM readers, staff").code())
                .isEqualTo(ReasonCode.TABLE_NOT_ALLOW_LISTED);
        assertThat(refused("SELECT pg_sleep(1), secret_note FROM readers").code())
                .isEqualTo(ReasonCode.COLUMN_NOT_ALLOW_LISTED);
        assertThat(refused("SELECT pg_sleep(1) FROM readers").code())
                .isEqualTo(ReasonCode.FUNCTION_NOT_ALLOW_LISTED);
    }

    @Test
    void aConditionOfAnInnerQueryLeavesTheOuterRowsAlone() {
        String sql =
                "SELECT (SELECT min(title) FROM books WHERE r.joined = DATE '2024-06-11')"
                        + " FROM readers r WHERE r.id::text < r.name AND r.town = 'Ulm'";

        assertThat(allowed(sql).query().sql())
                .contains(
                        "(\"readers\".\"branch\" = 1) AND (\"readers\".\"town\" = 'Ulm')) OFFSET 0")
                .doesNotContain("AND (\"readers\".\"joined\"");
    }
}
