package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileRefusalTest {
    /** Line 1 is the version; a test's text starts in line 2. */
    private static SluiceException refusal(String yaml) {
        SluiceException refusal =
                catchThrowableOfType(SluiceException.class, () -> PolicyFile.parse(yaml));
        assertThat(refusal).as(yaml).isNotNull();
        assertThat(refusal.code()).isEqualTo(ReasonCode.POLICY_INVALID);
        assertThat(refusal.details()).containsKeys("line", "column", "key");
        return refusal;
    }

    /** A case reads "input | reason". */
    private static String input(String inputAndReason) {
        return inputAndReason.substring(0, inputAndReason.lastIndexOf('|')).strip();
    }

    private static String reason(String inputAndReason) {
        return inputAndReason.substring(inputAndReason.lastIndexOf('|') + 1).strip();
    }

    private static String table(String fields) {
        return "version: 1\nsources: { s: { dialect: postgresql, tables: { a.t: {"
                + fields
                + "} } } }\n";
    }

    @Test
    void anUnknownKeyIsNamedWithItsPlaceAndTheNearestKnownOne() {
        SluiceException refusal =
                refusal(
                        """
                        version: 1
                        sources:
                          shop:
                            dialect: postgresql
                            tables:
                              shop.orders:
                                exposed_colums: [id]
                        """);

        assertThat(refusal)
                .hasMessage(
                        "Policy, line 7, column 9: 'exposed_colums' is no key here; known are"
                                + " description, exposed_columns, columns, masks, row_filter,"
                                + " accept_lineage. Did"
                                + " you mean 'exposed_columns'?");
        assertThat(refusal.details())
                .containsEntry("line", 7)
                .containsEntry("column", 9)
                .containsEntry("key", "sources.shop.tables.shop.orders.exposed_colums")
                .containsEntry("nearest", "exposed_columns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'true'", "yes", "1", "True", "[true]", "''", "null"})
    void acceptingALineageIsSaidByTrueOrFalse(String value) {
        assertThat(refusal(table("exposed_columns: [id], accept_lineage: " + value)))
                .hasMessageContaining("true or false is expected here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "columns: [id] | a mapping (key: value) is expected",
                "columns: { id: } | not nothing",
                "columns: { id: { } } | 'expose' is missing",
                "columns: { id: { expose: agregate } } | mean 'aggregate'",
                "columns: { id: { expose: [join] } } | text is expected",
                "columns: { id: { expose: aggregate, min_group: 1 } } | between 2 and 1000000",
                "columns: { id: { expose: aggregate, min_group: ten } } | a whole number",
                "columns: { id: { expose: aggregate, min_group: '10' } } | without quotes",
                "columns: { id: { expose: join, min_group: 10 } } | goes with 'expose: aggregate'",
                "columns: { id: { expose: join, mingroup: 10 } } | mean 'min_group'",
                "columns: { '': { expose: join } } | a name of 1 to 256",
                "exposed_columns: [id], columns: { id: { expose: join } } | has one level",
                "columns: { id: { expose: join } }, exposed_columns: [] | leave the table out",
                "columns: {} | leave the table out",
                "exposed_columns: [id], masks: { idd: { kind: hash } } | not among the exposed",
                "exposed_columns: [id], masks: [id] | a mapping (key: value) is expected",
                "exposed_columns: [id], masks: { id: { kind: hmca } } | mean 'hmac'",
                "exposed_columns: [id], masks: { id: { kind: } } | text is expected",
                "exposed_columns: [id], masks: { id: { kind: ~ } } | text is expected",
                "exposed_columns: [id], masks: { id: { } } | 'kind' is missing",
                "exposed_columns: [id], masks: { id: { kind: hash, salt: x } } | no key here",
                "exposed_columns: [id], masks: { id: { kind: hash, first: 1 } } | goes with 'kind:"
                        + " partial'",
                "exposed_columns: [id], masks: { id: { kind: partial, first: -1 } } | whole number",
                "exposed_columns: [id], masks: { id: { kind: partial, last: 65 } } | between 0 and"
                        + " 64",
                "exposed_columns: [id], masks: { id: { kind: truncate_date } } | 'unit' is missing",
                "exposed_columns: [id], masks: { id: { kind: truncate_date, unit: mouth } } | mean"
                        + " 'month'",
                "exposed_columns: [id], masks: { id: { kind: hash, unit: day } } | goes with 'kind:"
                        + " truncate_date'",
                "columns: { id: { expose: aggregate } }, masks: { id: { kind: hash } } | its values"
                        + " never show"
            })
    void garbageInLevelsAndMasksIsRefusedWithAReason(String inputAndReason) {
        assertThat(refusal(table(input(inputAndReason))))
                .hasMessageContaining(reason(inputAndReason));
    }

    @Test
    void bindingsOfNobodyAreRefused() {
        String start =
                """
                version: 1
                sources: { s: { dialect: postgresql, tables: { a.t: { exposed_columns: [id] } } } }
                roles: { r: { sources: { s: { tables: [a.t] } }, tools: [run] } }
                """;

        assertThat(refusal(start + "bindings: [{ role: r, groups: [] }]"))
                .hasMessageContaining("no group is listed");
        assertThat(refusal(start + "bindings: [{ role: r }]")).hasMessageContaining("users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "                           | the file is empty",
                "# only a comment           | the file is empty",
                "hello                      | a mapping",
                "[1]                        | a mapping",
                "version: 2                 | version 1",
                "version: '1'               | without quotes",
                "version: one               | a whole number",
                "version: 99999999999999999999 | a whole number",
                "version: [1]               | a whole number is expected here, not a list",
                "sources: {}                | 'version' is missing",
                "versoin: 1                 | Did you mean 'version'?",
                "'a: 1: 2'                  | a mapping",
                "a: b: c                    | this is no YAML",
                "version: 1 %n version: 1   | this is no YAML",
                "version: 1%nversion: 1     | twice",
                "version: 1%n---%nversion: 1| only one document",
                "version: &v 1              | anchors and aliases",
                "version: 1%nsources: *s    | anchors and aliases",
                "version: !!int 1           | tags are not allowed",
                "version: 1%nroles: !x {}   | tags are not allowed",
                "? [a]%n: 1                 | a key must be text",
                "version: 1%nsources:       | not nothing",
                "version: 1%n<<: {}         | is no key here",
                "version: 1%nsources: { 9s: {} } | a source's name",
                "version: 1%nsources: { s: { dialect: snowflake, tables: {} } } | 'snowflake' is"
                        + " not available",
                "version: 1%nsources: { s: { dialect: postgres, tables: {} } } | mean 'postgresql'",
                "version: 1%nsources: { s: { dialect: 5, tables: {} } } | text is expected here,"
                        + " not a number",
                "version: 1%nsources: { s: { dialect: postgresql } } | 'tables' is missing",
                "version: 1%nsources: { s: { dialect: postgresql, tables: { t: {} } } } | public.t",
                "version: 1%nsources: { s: { dialect: postgresql, tables: { .t: {} } } } |"
                        + " schema.name",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { max_rows: 0"
                        + " } } } | between 1 and",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { max_rows:"
                        + " 100001 } } } | between 1 and",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { max_rows:"
                        + " -1 } } } | a whole number",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { max_bytes:"
                        + " 5GB } } } | 5GiB",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { max_bytes:"
                        + " 999999999999TiB } } } | too large",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { timeout: 30"
                        + " } } } | with its unit",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { timeout: 2h"
                        + " } } } | between 1ms and 1h",
                "version: 1%nsources: { s: { dialect: postgresql, tables: {}, limits: { timeout: 0s"
                        + " } } } | between 1ms and 1h",
            })
    void garbageIsRefusedWithAReason(String inputAndReason) {
        assertThat(refusal(input(inputAndReason).replace("%n", "\n")))
                .hasMessageContaining(reason(inputAndReason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "                                | 'exposed_columns' is missing",
                "exposed_columns: []             | no column is listed",
                "exposed_columns: id             | a list is expected here, not text",
                "exposed_columns: [id, id]       | in this list twice",
                "exposed_columns: [1]            | put it in quotes",
                "exposed_columns: [true]         | put it in quotes",
                "exposed_columns: [~]            | not nothing",
                "exposed_columns: ['']           | a name of 1 to",
                "exposed_columns: [[id]]         | text is expected here, not a list",
                "exposed_columns: [a], row_filter: '' | an empty row filter",
                "exposed_columns: [a], row_filter: true | put it in quotes",
                "exposed_columns: [a], row_filter: | not nothing",
                "exposed_columns: [a], description: 7 | put it in quotes",
            })
    void garbageInATableIsRefusedWithAReason(String inputAndReason) {
        assertThat(refusal(table(input(inputAndReason))))
                .hasMessageContaining(reason(inputAndReason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "roles: { r: { tools: [run] } } | 'sources' is missing",
                "roles: { r: { sources: {} } } | 'tools' is missing",
                "roles: { r: { sources: {}, tools: [rum] } } | mean 'run'",
                "roles: { r: { sources: { x: { tables: [] } }, tools: [] } } | no source 'x'",
                "roles: { r: { sources: { shop: {} }, tools: [] } } | 'tables' is missing",
                "roles: { r: { sources: { shop: { tables: [a.tt] } }, tools: [] } } | mean 'a.t'",
                "roles: { r: { sources: { shop: { tables: { a.t: { exposed_columns: [idd] } } } },"
                        + " tools: [] } } | no column 'idd'",
                "roles: { r: { sources: { shop: { tables: { a.t: { masks: { x: { kind: hash } } } }"
                        + " } }, tools: [] } } | no column 'x'",
                "roles: { r: { sources: { shop: { tables: { a.t: { exposed_columns: [id], columns:"
                        + " { x: { expose: join } } } } } }, tools: [] } } | not among the exposed",
                "roles: { r: { sources: { shop: { tables: { a.t: } } }, tools: [] } } | not"
                        + " nothing",
                "roles: { '': { sources: {}, tools: [] } } | a name here is",
                "bindings: {} | a list is expected",
                "bindings: [{ users: [ana] }] | 'role' is missing",
                "bindings: [{ role: x, users: [ana] }] | no role 'x'",
                "agents: { b: { role: x, sources: [] } } | no role 'x'",
                "agents: { b: { sources: [] } } | 'role' is missing",
            })
    void garbageInAccessIsRefusedWithAReason(String inputAndReason) {
        String start =
                "version: 1\n"
                    + "sources: { shop: { dialect: postgresql, tables: { a.t: { exposed_columns:"
                    + " [id] } } } }\n";
        assertThat(refusal(start + input(inputAndReason)))
                .hasMessageContaining(reason(inputAndReason));
    }

    @Test
    void bindingsAndAgentsNameWhatExists() {
        String start =
                """
                version: 1
                sources: { s: { dialect: postgresql, tables: { a.t: { exposed_columns: [x, y] } } } }
                roles:
                  one: { sources: { s: { tables: [a.t] } }, tools: [run] }
                  two: { sources: { s: { tables: { a.t: { exposed_columns: [x] } } } }, tools: [run] }
                """;

        assertThat(refusal(start + "bindings: [{ role: one, users: [] }]"))
                .hasMessageContaining("no user is listed");
        assertThat(refusal(start + "agents: { b: { role: one, sources: [z] } }"))
                .hasMessageContaining("uses no source 'z'");
        assertThat(
                        refusal(
                                start
                                        + "bindings: [{ role: one, users: [ana] }, { role: two,"
                                        + " users: [ana] }]"))
                .hasMessageContaining("'one' and 'two' narrow a table of 's' differently");
    }

    @Test
    void largeDeepAndEndlessFilesAreRefusedQuickly() {
        assertThat(refusal("#".repeat(YamlReader.BYTES_MAX + 1))).hasMessageContaining("larger");
        assertThat(refusal("é".repeat(YamlReader.BYTES_MAX / 2 + 1)))
                .hasMessageContaining("larger");
        assertThat(refusal("[".repeat(500_000))).hasMessageContaining("nested deeper");
        assertThat(refusal("{a: ".repeat(100_000))).hasMessageContaining("nested deeper");
        assertThat(refusal("- ".repeat(500_000))).hasMessageContaining("nested deeper");
        assertThat(refusal("version: [" + "1,".repeat(300_000) + "]"))
                .hasMessageContaining("more than 200000 values");
        assertThat(refusal(table("exposed_columns: ['" + "x".repeat(300) + "']")))
                .hasMessageContaining("a name of 1 to");
        assertThat(refusal(table("exposed_columns: [x], description: " + "x".repeat(20_000))))
                .hasMessageContaining("longer than 16384");
    }

    @Test
    void controlCharactersDoNotReachTheMessage() {
        assertThat(refusal("version: 1\n\"a\\e[31m\\u202Eb\": 1").getMessage())
                .contains("'a?[31m?b' is no key here");
        assertThatThrownBy(() -> PolicyFile.parse("version: 1\n\u0001"))
                .hasMessageContaining("forbidden character");
    }

    @Test
    void damagedFilesNeverEndInAnythingButARefusal() {
        String good =
                """
                version: 1
                sources:
                  shop: { dialect: postgresql, tables: { a.t: { exposed_columns: [id], row_filter: "id > 1" } } }
                roles: { r: { sources: { shop: { tables: [a.t] } }, tools: [run] } }
                bindings: [{ role: r, users: [ana] }]
                """;
        long seed = 20261120;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder damaged = new StringBuilder(good);
            for (int edits = random.nextInt(4) + 1; edits > 0; edits--) {
                int at = random.nextInt(damaged.length());
                String noise = ":,{}[]&*!|>'\"%@`#-? \n\t\0\u0085é~<";
                damaged.setCharAt(at, noise.charAt(random.nextInt(noise.length())));
            }
            try {
                PolicyFile.parse(damaged.toString());
            } catch (SluiceException e) {
                assertThat(e.code())
                        .as("seed %d, %s", seed, damaged)
                        .isEqualTo(ReasonCode.POLICY_INVALID);
            }
        }
    }
}
