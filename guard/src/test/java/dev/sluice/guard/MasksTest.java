package dev.sluice.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Masks as texts: those of Trino, which no engine judges here, and what no dialect masks. */
class MasksTest {
    private static Guard guard(String dialect, String type, Mask mask) {
        TableName name = TableName.parse("veil.people");
        Schema.Table table =
                new Schema.Table(
                        name,
                        List.of(new Schema.Column("id", "integer"), new Schema.Column("c", type)),
                        List.of("id"),
                        List.of());
        SequencedMap<String, Policy.ColumnRule> columns = BankFixture.columns("id");
        columns.put("c", BankFixture.masked(mask));
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(name, new Policy.TableRule("", columns, List.of()));
        return Guard.of(
                new Policy("veil", dialect, "veil", ShopFixture.LIMITS, tables),
                Schema.of(List.of(table)));
    }

    private static String shown(String dialect, String type, Mask mask) {
        Decision decision = guard(dialect, type, mask).check("SELECT c FROM people", Map.of());
        assertThat(decision).isInstanceOf(Decision.Allowed.class);
        String sql = ((Decision.Allowed) decision).query().databaseText();
        String written =
                sql.substring(sql.indexOf("(SELECT ") + 8, sql.indexOf(" AS \"c\" FROM \"veil\""));
        return written.replaceAll("\"system\"\\.\"builtin\"\\.\"(\\w+)\"", "$1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "varchar(20) | lower(to_hex(sha256(to_utf8(CAST(\"people\".\"c\" AS varchar)))))",
                "char(20) | lower(to_hex(sha256(to_utf8(rtrim(CAST(\"people\".\"c\" AS"
                        + " varchar))))))",
                "decimal(10,2) | lower(to_hex(sha256(to_utf8(CAST(\"people\".\"c\" AS"
                        + " varchar)))))"
            })
    void trinoHashesTheTextOfAValue(String type, String expected) {
        assertThat(shown("trino", type, new Mask.Hash())).isEqualTo(expected);
    }

    @Test
    void trinoHasAKeyedHashOfItsOwn() {
        String shown = shown("trino", "varchar", new Mask.KeyedHash());

        assertThat(shown).contains("hmac_sha256(").contains("from_hex(?)");
    }

    @Test
    void trinoCutsInstantsInUtc() {
        assertThat(shown("trino", "timestamp(3) with time zone", day()))
                .contains("at_timezone(\"people\".\"c\", 'UTC')");
        assertThat(shown("trino", "timestamp(3)", day())).doesNotContain("UTC");
    }

    private static Mask day() {
        return new Mask.TruncateDate(Mask.Unit.DAY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql | numeric | decimal numbers with a declared scale",
                "postgresql | double precision | decimal numbers with a declared scale",
                "postgresql | text[] | it is for texts",
                "duckdb | DOUBLE | it is for texts",
                "duckdb | VARCHAR[] | it is for texts",
                "duckdb | TIMESTAMP | it is for texts",
                "mysql | json | it is for texts",
                "mysql | blob | it is for texts",
                "mariadb | double | it is for texts",
                "trino | array(varchar) | it is for texts",
                "trino | varbinary | it is for texts"
            })
    void valuesWithoutATextOfTheirOwnAreNotHashed(String dialect, String type, String reason) {
        assertThatThrownBy(() -> guard(dialect, type, new Mask.KeyedHash()))
                .isInstanceOf(SluiceException.class)
                .hasMessageContaining("'hmac' does not fit a column of type " + type)
                .hasMessageContaining(reason);
        assertThat(Guard.checkMask(dialect, type, new Mask.Hash())).isPresent();
        assertThat(Guard.checkMask(dialect, type, new Mask.Null())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"postgresql", "mysql", "mariadb", "duckdb", "trino"})
    void everyMaskIsAvailableInEveryDialect(String dialect) {
        assertThat(Guard.checkMask(dialect, "varchar(9)", new Mask.Partial(1, 1))).isEmpty();
        assertThat(Guard.checkMask(dialect, "date", day())).isEmpty();
        assertThat(Guard.checkMask(dialect, "date", new Mask.TruncateDate(Mask.Unit.HOUR)))
                .isPresent();
        for (Mask.Unit unit : Mask.Unit.values()) {
            assertThat(guard(dialect, "timestamp", new Mask.TruncateDate(unit))).isNotNull();
        }
        for (String type :
                List.of(
                        "varchar(9)",
                        "bigint",
                        "decimal(9,2)",
                        "decimal(38,2)",
                        "date",
                        "char(2)")) {
            assertThat(guard(dialect, type, new Mask.KeyedHash())).isNotNull();
        }
    }
}
