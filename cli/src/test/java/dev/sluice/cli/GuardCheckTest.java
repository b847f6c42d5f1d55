package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class GuardCheckTest {
    private static final String POLICY =
            """
            version: 1
            sources:
              shop:
                dialect: postgresql
                default_schema: shop
                tables:
                  shop.customers:
                    exposed_columns: [id, name]
                    row_filter: "tenant_id = 1"
                  shop.own:
                    exposed_columns: [id]
                    row_filter: "email = {{user.email}}"
              other:
                dialect: postgresql
                default_schema: shop
                tables: { shop.own: { exposed_columns: [id, email] } }
            """;
    private static final String SCHEMA =
            """
            {"tables":[
              {"name":"shop.customers","columns":[{"name":"id","type":"bigint"},{"name":"name","type":"text"},{"name":"ssn","type":"text"},{"name":"tenant_id","type":"integer"}],"primary_key":["id"]},
              {"name":"shop.own","columns":[{"name":"id","type":"bigint"},{"name":"email","type":"text"}]}
            ]}
            """;

    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("p.yaml"), POLICY);
        Files.writeString(directory.resolve("s.json"), SCHEMA);
    }

    private Ran check(String input, String... more) {
        String[] arguments = {
            "guard",
            "check",
            "--policy",
            directory.resolve("p.yaml").toString(),
            "--source",
            "shop",
            "--schema",
            directory.resolve("s.json").toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Ran.command(Map.of(), input, all);
    }

    private List<JsonNode> lines(String... lines) {
        Ran ran = check(String.join("\n", lines));
        assertThat(ran.exit()).as(ran.err()).isZero();
        return ran.out().lines().map(Json.MAPPER::readTree).toList();
    }

    @Test
    void oneAllowedTextPrintsTheSqlThatWouldRun() {
        Ran ran = check("\n SELECT id FROM customers LIMIT 1000");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("\"tenant_id\" = 1").contains("LIMIT 201");
        assertThat(ran.err()).isEqualTo("Warning: LIMIT_CLAMPED\n");
        assertThat(check("SELECT 1", "--json").json().path("decision").stringValue())
                .isEqualTo("allowed");
    }

    @Test
    void oneRefusedTextSaysWhyAndExitsWithOne() {
        Ran ran = check("SELECT ssn FROM customers");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("sluice: Column 'ssn' is not allow-listed for customers.\n")
                .contains("code: COLUMN_NOT_ALLOW_LISTED")
                .contains("rejected_token: ssn");
        Ran json = check("SELECT ssn FROM customers", "--json");
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.json().path("code").stringValue()).isEqualTo("COLUMN_NOT_ALLOW_LISTED");
    }

    @Test
    void oneTextCanBeExplained() {
        Ran ran = check("SELECT ssn FROM customers", "--explain");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .startsWith("Refused: COLUMN_NOT_ALLOW_LISTED for everybody on shop\n")
                .contains("shop.customers.ssn exists, and the policy hides it");
        assertThat(check("SELECT id FROM customers", "--explain", "--json").json().path("tables"))
                .hasSize(1);
    }

    @Test
    void eachLineGetsOneAnswerInOrder() {
        List<JsonNode> answers =
                lines(
                        "{\"id\":\"1\",\"sql\":\"SELECT id FROM customers\"}",
                        "",
                        "{\"id\":2,\"sql\":\"SELECT ssn FROM customers\"}",
                        "{\"id\":\"3\",\"sql\":\"DROP TABLE customers\"}");

        assertThat(answers).hasSize(3);
        JsonNode allowed = answers.get(0);
        assertThat(allowed.propertyNames())
                .containsExactly(
                        "id", "decision", "sql", "warnings", "tables", "columns", "micros");
        assertThat(allowed.path("tables").toString()).isEqualTo("[\"shop.customers\"]");
        assertThat(allowed.path("columns").toString()).isEqualTo("[\"shop.customers.id\"]");
        assertThat(answers.get(1).path("id").intValue()).isEqualTo(2);
        assertThat(answers.get(1).at("/details/rejected_token").stringValue()).isEqualTo("ssn");
        assertThat(answers.get(2).path("code").stringValue()).isEqualTo("DDL_FORBIDDEN");
    }

    @Test
    void aLineMayNameClaimsAndAnotherSource() {
        List<JsonNode> answers =
                lines(
                        "{\"id\":1,\"sql\":\"SELECT id FROM"
                                + " own\",\"claims\":{\"user.email\":\"ana@example.org\"}}",
                        "{\"id\":2,\"sql\":\"SELECT email FROM own\",\"source\":\"other\"}",
                        "{\"id\":3,\"sql\":\"SELECT 1\",\"source\":\"nothing\"}");

        assertThat(answers.get(0).path("sql").stringValue())
                .contains("$1")
                .doesNotContain("ana@example.org");
        assertThat(answers.get(1).path("decision").stringValue()).isEqualTo("allowed");
        assertThat(answers.get(2).path("code").stringValue()).isEqualTo("SOURCE_UNKNOWN");
    }

    @Test
    void aMalformedLineIsAnsweredAndTheNextOneToo() {
        List<JsonNode> answers =
                lines(
                        "{\"id\":\"1\"",
                        "[]",
                        "nonsense",
                        "{\"id\":\"4\"}",
                        "{\"id\":\"twice\",\"sql\":\"SELECT 1\",\"sql\":\"SELECT 2\"}",
                        "{\"id\":\"rest\",\"sql\":\"SELECT 1\"} {}",
                        "{\"id\":\"5\",\"sql\":7}",
                        "{\"id\":\"6\",\"sql\":\"SELECT 1\",\"claim\":{}}",
                        "{\"id\":\"7\",\"sql\":\"SELECT 1\",\"claims\":{\"a\":1}}",
                        "{\"id\":\"8\",\"sql\":\"SELECT 1\",\"claims\":[]}",
                        "{\"id\":\"9\",\"sql\":\"SELECT 1\",\"source\":1}",
                        "x".repeat(2 << 20),
                        "{\"id\":\"last\",\"sql\":\"SELECT 1\"}");

        assertThat(answers).hasSize(13);
        assertThat(answers.subList(0, 12))
                .allSatisfy(answer -> {
                    assertThat(answer.path("decision").stringValue()).isEqualTo("refused");
                    assertThat(answer.path("code").stringValue()).isEqualTo("INVALID_ARGUMENT");
                });
        assertThat(answers.get(3).path("id").stringValue()).isEqualTo("4");
        assertThat(answers.getLast().path("decision").stringValue()).isEqualTo("allowed");
    }

    @Test
    void aPolicyThatDoesNotFitIsRefusedWithItsPlace() throws IOException {
        Files.writeString(
                directory.resolve("p.yaml"),
                POLICY.replace("tenant_id = 1", "tenant = 1 AND now() > 1"));
        assertThat(check("SELECT 1").err())
                .contains("Policy, line 9, column 21")
                .contains("the row filter is not valid");
        Files.writeString(directory.resolve("p.yaml"), POLICY.replace("[id, name]", "[id, nam]"));
        assertThat(check("SELECT 1").err()).contains("Did you mean 'name'?");
        Files.writeString(directory.resolve("p.yaml"), POLICY.replace("postgresql", "bigquery"));
        assertThat(check("SELECT 1").err()).contains("'bigquery' is not available");
    }

    @Test
    void wrongUseIsExplained() throws IOException {
        assertThat(check("").exit()).isEqualTo(2);
        assertThat(check("SELECT 1", "--dialect", "mysql").err()).contains("speaks postgresql");
        assertThat(check("SELECT 1", "--dialect", "postgresql").exit()).isZero();
        assertThat(check("x".repeat((1 << 20) + 1)).exit()).isEqualTo(2);
        Files.writeString(directory.resolve("s.json"), "{");
        assertThat(check("SELECT 1").err()).contains("Schema file, line 1");
        Files.delete(directory.resolve("s.json"));
        assertThat(check("SELECT 1").err()).contains("There is no file");
        assertThat(Ran.command(Map.of(), "", "guard", "check").exit()).isEqualTo(2);
    }
}
