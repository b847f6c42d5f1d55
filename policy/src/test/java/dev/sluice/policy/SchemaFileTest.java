package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaFileTest {
    private static final String FILE =
            """
            {"tables":[
              {"name":"shop.regions","columns":[{"name":"code","type":"text"}],"primary_key":["code"]},
              {"name":"shop.customers",
               "columns":[{"name":"id","type":"bigint"},{"name":"Region \\"x\\"","type":"text"}],
               "primary_key":["id"],
               "foreign_keys":[{"columns":["Region \\"x\\""],"references":"shop.regions","referenced_columns":["code"]}]}
            ]}
            """;

    @Test
    void tablesColumnsAndKeysAreRead() {
        Schema schema = SchemaFile.read(FILE);

        Schema.Table customers = schema.table(TableName.parse("shop.customers")).orElseThrow();
        assertThat(customers.column("id")).contains(new Schema.Column("id", "bigint"));
        assertThat(customers.primaryKey()).containsExactly("id");
        assertThat(customers.foreignKeys())
                .containsExactly(
                        new Schema.ForeignKey(
                                List.of("Region \"x\""),
                                TableName.parse("shop.regions"),
                                List.of("code")));
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        Schema schema = SchemaFile.read(FILE);

        assertThat(SchemaFile.read(SchemaFile.write(schema))).isEqualTo(schema);
        assertThat(SchemaFile.write(Schema.of(List.of()))).isEqualTo("{\"tables\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "{ | line 1",
                "{} | lacks the key 'tables'",
                "[] | $ must be an object",
                "null | $ must be an object",
                "{\"tables\":{}} | must be an array",
                "{\"tables\":[1]} | $.tables[0] must be an object",
                "{\"tables\":[]} 1 | no valid JSON",
                "{\"tables\":[],\"tables\":[]} | no valid JSON",
                "{\"tables\":[],\"x\":1} | unknown key 'x'",
                "{\"tabels\":[]} | did you mean 'tables'?",
                "{\"tables\":[{\"name\":\"a.t\"}]} | lacks the key 'columns'",
                "{\"tables\":[{\"columns\":[]}]} | lacks the key 'name'",
                "{\"tables\":[{\"name\":\"t\",\"columns\":[]}]} | schema.name",
                "{\"tables\":[{\"name\":\".t\",\"columns\":[]}]} | schema.name",
                "{\"tables\":[{\"name\":1,\"columns\":[]}]} | must be text",
                "{\"tables\":[{\"name\":\"a.t\",\"columns\":[]},{\"name\":\"a.t\",\"columns\":[]}]}"
                        + " | a second time",
                "{\"tables\":[{\"name\":\"a.t\",\"columns\":[{\"name\":\"\",\"type\":\"x\"}]}]} |"
                        + " must be text",
                "{\"tables\":[{\"name\":\"a.t\",\"columns\":[{\"name\":\"c\"}]}]} | lacks the key"
                        + " 'type'",
                "{\"tables\":[{\"name\":\"a.t\",\"columns\":[],\"primary_key\":[\"c\"]}]} | no"
                        + " column of the table",
                "{\"tables\":[{\"name\":\"a.t\",\"columns\":[],\"foreign_keys\":[{\"columns\":[],\"references\":\"a.u\",\"referenced_columns\":[]}]}]}"
                    + " | at least one",
            })
    void garbageIsRefusedWithAReason(String json, String reason) {
        assertThat(refusal(json)).hasMessageContaining(reason);
    }

    @Test
    void deepAndLongTextIsRefused() {
        refusal("[".repeat(100_000));
        refusal("{\"tables\":[{\"name\":\"a." + "x".repeat(2_000) + "\",\"columns\":[]}]}");
        refusal(" ".repeat(SchemaFile.CHARACTERS_MAX + 1));
    }

    @Test
    void damagedFilesNeverEndInAnythingButARefusal() {
        long seed = 7433;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder damaged = new StringBuilder(FILE);
            for (int edits = random.nextInt(3) + 1; edits > 0; edits--) {
                int at = random.nextInt(damaged.length());
                damaged.setCharAt(at, "{}[]:,\"\\1ntu\0.é".charAt(random.nextInt(14)));
            }
            try {
                SchemaFile.read(damaged.toString());
            } catch (SluiceException e) {
                assertThat(e.code()).as("seed %d", seed).isEqualTo(ReasonCode.INVALID_ARGUMENT);
            }
        }
    }

    private static SluiceException refusal(String json) {
        SluiceException refusal =
                catchThrowableOfType(SluiceException.class, () -> SchemaFile.read(json));
        assertThat(refusal).as(json.substring(0, Math.min(80, json.length()))).isNotNull();
        assertThat(refusal.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
        return refusal;
    }

    @Test
    void whatTablesReadBesideTheirRowsIsKept() {
        Schema.Table view =
                new Schema.Table(
                        TableName.parse("shop.v"),
                        List.of(
                                new Schema.Column("id", "bigint"),
                                new Schema.Column("t", "bigint", "(a + b)")),
                        List.of(),
                        List.of(),
                        new Schema.Lineage(
                                Schema.Kind.MATERIALIZED_VIEW, List.of("shop.orders (id)")));
        String written = SchemaFile.write(Schema.of(List.of(view)));

        assertThat(written).contains("\"kind\":\"materialized view\"");
        assertThat(SchemaFile.read(written).tables().values()).containsExactly(view);
    }

    @Test
    void aLongExpressionIsCutSoThatTheFileCanBeRead() {
        Schema.Column computed = new Schema.Column("t", "bigint", "x".repeat(5_000));
        Schema.Table table =
                new Schema.Table(
                        TableName.parse("shop.t"), List.of(computed), List.of(), List.of());

        Schema read = SchemaFile.read(SchemaFile.write(Schema.of(List.of(table))));

        assertThat(read.tables().firstEntry().getValue().columns().getFirst().generated())
                .hasSize(SchemaFile.TEXT_CHARACTERS_MAX)
                .endsWith("…");
    }

    @Test
    void anUnknownKindIsRefused() {
        assertThat(
                        catchThrowableOfType(
                                SluiceException.class,
                                () ->
                                        SchemaFile.read(
                                                "{\"tables\":[{\"name\":\"a.b\",\"columns\":[],\"kind\":\"views\"}]}")))
                .hasMessageContaining("is one of table, view, materialized view");
    }
}
