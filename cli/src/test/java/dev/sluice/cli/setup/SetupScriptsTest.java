package dev.sluice.cli.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.setup.SetupScripts.Purpose;
import dev.sluice.core.TableName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** PostgreSQL's and MariaDB's are run on real servers elsewhere; here stands what they all keep. */
class SetupScriptsTest {
    private static final String HOSTILE = "x`\"'];\\\nDROP TABLE t; -- \u2028GRANT\u0001";

    private static Reader reader(
            String name, List<String> schemas, List<TableName> tables, boolean password) {
        return new Reader(name, name, "", schemas, tables, password, true, Map.of());
    }

    private static String text(String type, Purpose purpose, Reader reader) {
        return SetupScripts.text(type, purpose, reader).orElseThrow();
    }

    static Stream<String> types() {
        return SetupScripts.types().stream();
    }

    @ParameterizedTest
    @MethodSource("types")
    void noNameLeavesItsLineOrItsQuotes(String type) {
        for (Purpose purpose : Purpose.values()) {
            for (boolean whole : new boolean[] {true, false}) {
                String text =
                        text(
                                type,
                                purpose,
                                reader(
                                        HOSTILE,
                                        List.of(HOSTILE),
                                        whole ? List.of() : List.of(new TableName("s", HOSTILE)),
                                        false));
                assertThat(text).doesNotContain("\u0001", "\u2028").isNotEmpty();
                // What follows the line end in the name is never at the start of a line.
                assertThat(text.lines())
                        .noneMatch(line -> line.strip().startsWith("DROP TABLE"))
                        .noneMatch(line -> line.strip().equals("t"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void grantsNothingButReading(String type) {
        String text =
                text(type, Purpose.SETUP, reader("shop", List.of("s"), List.of(), false))
                        .lines()
                        .filter(line -> !line.startsWith("--") && !line.startsWith("#"))
                        .reduce("", (a, b) -> a + b + "\n");

        assertThat(text)
                .doesNotContainPattern("(?i)\\b(insert|update|delete|truncate|all privileges)\\b")
                .doesNotContainIgnoringCase("grant option");
    }

    @ParameterizedTest
    @MethodSource("types")
    void namedTablesStandForWholeSchemas(String type) {
        Reader reader =
                reader("db", List.of("whole_schema"), List.of(new TableName("s1", "t1")), false);
        String text = text(type, Purpose.SETUP, reader);

        if (!type.equals("duckdb")) {
            assertThat(text).contains("s1", "t1");
        }
        assertThat(text).doesNotContain("whole_schema");
    }

    @Test
    void aPasswordStandsWhereItIsWantedAndOnlyOnce() {
        for (String type : List.of("postgresql", "mysql", "sqlserver", "redshift", "clickhouse")) {
            for (Purpose purpose : List.of(Purpose.SETUP, Purpose.ROTATE)) {
                assertThat(text(type, purpose, reader("u", List.of("s"), List.of(), true)))
                        .containsOnlyOnce(String.valueOf(Script.PASSWORD));
                assertThat(text(type, purpose, reader("u", List.of("s"), List.of(), false)))
                        .doesNotContain(String.valueOf(Script.PASSWORD));
            }
        }
    }

    @Test
    void mysqlWantsTlsAndTakesWildcardsLiterally() {
        String text = text("mysql", Purpose.SETUP, reader("my_db%", List.of(), List.of(), true));

        assertThat(text)
                .contains("CREATE USER `my_db%`@`%` IDENTIFIED BY '\u0001' REQUIRE SSL WITH")
                .contains("GRANT SELECT ON `my\\_db\\%`.* TO `my_db%`@`%`;");
    }

    @Test
    void sqlServerNamesObjectsAndDeniesWriting() {
        Reader reader = reader("r]x", List.of(), List.of(new TableName("dbo", "o]s")), true);

        assertThat(text("sqlserver", Purpose.SETUP, reader))
                .contains("GRANT SELECT ON OBJECT::[dbo].[o]]s] TO [r]]x];")
                .contains("ALTER ROLE [db_denydatawriter] ADD MEMBER [r]]x];")
                .contains("GRANT SHOWPLAN TO [r]]x];");
        assertThat(text("synapse", Purpose.SETUP, reader))
                .contains("EXEC sp_addrolemember 'db_denydatawriter', 'r]x';");
    }

    @Test
    void snowflakeHasARoleAWarehouseAndAUserWithAKey() {
        Reader reader =
                new Reader(
                        "DWH",
                        "BOT",
                        "",
                        List.of("PUBLIC"),
                        List.of(),
                        false,
                        true,
                        Map.of("warehouse", "WH"));

        assertThat(text("snowflake", Purpose.SETUP, reader))
                .contains("CREATE ROLE \"BOT_reader\";")
                .contains("GRANT USAGE ON WAREHOUSE \"WH\" TO ROLE \"BOT_reader\";")
                .contains(
                        "GRANT SELECT ON ALL TABLES IN SCHEMA \"DWH\".\"PUBLIC\" TO ROLE"
                                + " \"BOT_reader\";")
                .contains("CREATE USER \"BOT\" TYPE = SERVICE")
                .contains("-- ALTER USER \"BOT\" SET RSA_PUBLIC_KEY = '...';");
    }

    @Test
    void bigQueryQuotesForTheShellAndForSql() {
        Reader reader =
                new Reader(
                        "p",
                        "bot",
                        "",
                        List.of(),
                        List.of(new TableName("d", "it's")),
                        false,
                        true,
                        Map.of("project", "my-project"));

        assertThat(text("bigquery", Purpose.SETUP, reader))
                .contains("--member='serviceAccount:bot@my-project.iam.gserviceaccount.com'")
                .contains("ON TABLE `my-project`.`d`.`it'\\''s` TO \"serviceAccount:bot@");
    }

    @Test
    void databricksClickhouseTrinoAndDuckdbSayItInTheirWay() {
        List<String> schemas = List.of("sales");
        Reader reader = reader("main", schemas, List.of(), true);

        assertThat(text("databricks", Purpose.SETUP, reader))
                .contains("GRANT USE CATALOG ON CATALOG `main` TO `main`;")
                .contains("GRANT SELECT ON SCHEMA `main`.`sales` TO `main`;");
        assertThat(text("clickhouse", Purpose.SETUP, reader))
                .contains("IDENTIFIED WITH sha256_password BY '\u0001'")
                .contains("SETTINGS readonly = ")
                .contains("GRANT SELECT ON `sales`.* TO `main`;");
        assertThat(text("trino", Purpose.SETUP, reader))
                .contains("\"schema\": \"sales\", \"privileges\": [\"SELECT\"]");
        assertThat(text("duckdb", Purpose.SETUP, reader))
                .contains("chmod -R u=rwX,g=rX,o= -- 'main'");
    }

    @Test
    void revokingTakesTheSameAwayThatWasGranted() {
        Reader reader = reader("u", List.of("s"), List.of(new TableName("s", "t")), false);

        assertThat(text("postgresql", Purpose.REVOKE, reader))
                .contains("REVOKE SELECT ON \"s\".\"t\" FROM \"u\";")
                .contains("-- DROP ROLE \"u\";");
        assertThat(text("mariadb", Purpose.REVOKE, reader))
                .contains("REVOKE SELECT ON `s`.`t` FROM `u`@`%`;");
    }
}
