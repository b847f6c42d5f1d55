package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class PolicyCommandsTest {
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
            roles:
              analyst: { sources: { shop: { tables: [shop.customers] } }, tools: [run] }
            bindings:
              - { role: analyst, users: [ana@example.org] }
            agents:
              support-bot: { role: analyst, sources: [shop] }
            """;
    private static final String SCHEMA =
            """
            {"tables":[
              {"name":"shop.customers","columns":[{"name":"id","type":"bigint"},{"name":"name","type":"text"},{"name":"ssn","type":"text"},{"name":"tenant_id","type":"integer"}],"primary_key":["id"]}
            ]}
            """;

    private FakeServer server;
    @TempDir private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        Files.writeString(directory.resolve("policy.yaml"), POLICY);
        Files.writeString(directory.resolve("shop.json"), SCHEMA);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String path(String file) {
        return directory.resolve(file).toString();
    }

    private Ran run(String... arguments) {
        return Ran.command(
                Map.of("SLUICE_URL", server.url(), "SLUICE_TOKEN", "t0ken"), "", arguments);
    }

    private Ran explain(String sql, String... more) {
        String[] arguments = {
            "policy",
            "explain",
            sql,
            "--as",
            "ana@example.org",
            "-f",
            path("policy.yaml"),
            "--schema",
            path("shop.json")
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return run(all);
    }

    @Test
    void explainsOfflineWhatIsAllowed() {
        Ran ran = explain("SELECT name FROM customers LIMIT 9999");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith("Allowed for ana@example.org on shop\n")
                .contains("shop.customers  at 17")
                .contains("rows with tenant_id = 1")
                .contains("shop.customers.name  at 7")
                .contains("held to 200")
                .contains("\"tenant_id\" = 1");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void explainsWhyAndWhereSomethingIsRefused() {
        Ran ran = explain("SELECT name,\n  ssn FROM customers");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .startsWith("Refused: COLUMN_NOT_ALLOW_LISTED for ana@example.org on shop\n")
                .contains("\n    ssn FROM customers\n    ^\n")
                .contains("shop.customers.ssn exists, and the policy hides it");
        assertThat(explain("SELECT snn FROM customers").out())
                .contains("the database has nothing of this name");
        JsonNode json = explain("SELECT ssn FROM customers", "--json").json();
        assertThat(json.at("/problems/0/because").stringValue()).isEqualTo("hidden");
        assertThat(json.at("/steps/3/outcome").stringValue()).isEqualTo("refused");
    }

    @Test
    void explainsForAgentsAndRefusesSomebodyUnknown() {
        assertThat(explain("SELECT 1", "--agent", "support-bot").out())
                .startsWith("Allowed for ana@example.org through support-bot on shop");
        Ran ran =
                run(
                        "policy",
                        "explain",
                        "SELECT 1",
                        "--as",
                        "anna@example.org",
                        "-f",
                        path("policy.yaml"),
                        "--schema",
                        path("shop.json"));
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("no role to 'anna@example.org'")
                .contains("Did you mean 'ana@example.org'?");
        assertThat(explain("SELECT 1", "--source", "shopp").err()).contains("Did you mean 'shop'?");
    }

    @Test
    void asksTheServerForThePolicyInForce() {
        server.on(
                "POST /api/v1/policy/explain",
                200,
                "{\"as\":\"ana\",\"source\":\"shop\",\"decision\":\"allowed\",\"sql\":\"S\"}");

        Ran ran = run("policy", "explain", "SELECT 1", "--as", "ana", "--claim", "user.email=a@b");

        assertThat(ran.out()).startsWith("Allowed for ana on shop");
        JsonNode body = server.asked().getFirst().json();
        assertThat(body.path("claims").path("user.email").stringValue()).isEqualTo("a@b");
        assertThat(body.has("policy")).isFalse();
        assertThat(run("policy", "explain", "SELECT 1").exit()).isEqualTo(2);
    }

    @Test
    void showsWhatAFileWouldChange() throws IOException {
        server.on(
                "GET /api/v1/policy",
                200,
                "{\"version\":1,\"yaml\":\""
                        + POLICY.replace("\n", "\\n")
                                .replace("\"tenant", "\\\"tenant")
                                .replace("1\"", "1\\\"")
                        + "\"}");
        Ran same = run("policy", "diff", "-f", path("policy.yaml"));
        assertThat(same).isEqualTo(new Ran(0, "No change: everybody sees what they saw.\n", ""));

        Files.writeString(
                directory.resolve("policy.yaml"), POLICY.replace("[id, name]", "[id, ssn]"));
        assertThat(run("policy", "diff", "-f", path("policy.yaml")))
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                ana@example.org, agent support-bot
                                  - loses the column shop.customers.name
                                  + gains the column shop.customers.ssn

                                WIDENS ACCESS: 1 changes give more, 0 may give more; 1 give less.
                                """,
                                ""));
        JsonNode json = run("policy", "diff", "-f", path("policy.yaml"), "--json").json();
        assertThat(json.path("widens").booleanValue()).isTrue();
        assertThat(json.at("/callers/0/changes/1/effect").stringValue()).isEqualTo("widens");
    }

    @Test
    void comparesWithNothingBeforeTheFirstPolicyAndWithFilesOffline() throws IOException {
        server.on("GET /api/v1/policy", 404, "{\"error\":\"none\",\"code\":\"NOT_FOUND\"}");
        assertThat(run("policy", "diff", "-f", path("policy.yaml")).out())
                .contains("+ gains the source shop: shop.customers (id, name), rows with");

        Files.writeString(
                directory.resolve("old.yaml"),
                POLICY.replace(", users: [ana", ", users: [bob@example.org, ana"));
        assertThat(
                        run(
                                        "policy",
                                        "diff",
                                        "-f",
                                        path("policy.yaml"),
                                        "--against",
                                        path("old.yaml"))
                                .out())
                .startsWith("bob@example.org\n  - loses the tool run\n")
                .endsWith("Nobody sees more; 2 changes give less.\n");
    }

    @Test
    void holdsAPolicyToItsExpectationsOffline() throws IOException {
        Files.writeString(
                directory.resolve("policy.tests.yaml"),
                """
                version: 1
                tests:
                  - name: names are seen
                    as: ana@example.org
                    sql: SELECT name FROM customers
                    expect: allowed
                    reads: [shop.customers.name]
                  - { as: ana@example.org, sql: SELECT ssn FROM customers, expect: refused COLUMN_NOT_ALLOW_LISTED }
                  - { as: eve@example.org, sql: SELECT 1, expect: refused SOURCE_UNKNOWN }
                  - { as: support-bot, sql: SELECT id FROM customers, expect: allowed, rows: 2 }
                """);
        Ran met = run("policy", "test", "-f", path("policy.yaml"), "--schema", path("shop.json"));
        assertThat(met.exit()).as(met.err()).isZero();
        assertThat(met.out())
                .contains("ok   line 3    names are seen\n")
                .endsWith(
                        "4 met, 0 not met; the rows of 1 were not checked, which takes a server\n");

        Files.writeString(
                directory.resolve("policy.tests.yaml"),
                """
                version: 1
                tests:
                  - { as: ana@example.org, sql: SELECT ssn FROM customers, expect: allowed }
                  - { as: ana@example.org, sql: SELECT id FROM customers, expect: allowed, reads: [shop.customers.name] }
                  - { as: ana@example.org, sql: SELECT id FROM customers, expect: refused TABLE_NOT_ALLOW_LISTED }
                """);
        Ran failed =
                run(
                        "policy",
                        "test",
                        "-f",
                        path("policy.yaml"),
                        "--schema",
                        "shop=" + path("shop.json"));
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out())
                .contains("FAIL line 3    ana@example.org: SELECT ssn FROM customers\n")
                .contains(
                        "expected allowed, was refused COLUMN_NOT_ALLOW_LISTED: Column 'ssn' is not"
                                + " allow-listed for customers.")
                .contains("expected to read shop.customers.name, reads shop.customers.id")
                .contains("expected refused TABLE_NOT_ALLOW_LISTED, was allowed")
                .endsWith("0 met, 3 not met\n");
        JsonNode json =
                run(
                                "policy",
                                "test",
                                "-f",
                                path("policy.yaml"),
                                "--schema",
                                path("shop.json"),
                                "--json")
                        .json();
        assertThat(json.path("not_met").intValue()).isEqualTo(3);
        assertThat(json.at("/tests/1/line").intValue()).isEqualTo(4);
    }

    @Test
    void comparesRowsWhereAServerGivesThem() throws IOException {
        Files.writeString(
                directory.resolve("policy.tests.yaml"),
                """
                version: 1
                tests:
                  - { as: ana@example.org, sql: a, expect: allowed, columns: [id, name], rows: [[2, null], [1.50, Ada]] }
                  - { as: ana@example.org, sql: b, expect: allowed, rows: [[2, null], [1.5, Ada]], ordered: true }
                  - { as: ana@example.org, sql: c, expect: allowed, rows: 3, columns: [id] }
                """);
        server.on("POST /api/v1/policy/explain", 200, "{\"decision\":\"allowed\",\"columns\":[]}");
        server.on(
                "POST /api/v1/policy/try",
                200,
                "{\"columns\":[{\"name\":\"id\"},{\"name\":\"name\"}],\"rows\":[[\"1.5\",\"Ada\"],[2,null]]}");

        Ran ran = run("policy", "test", "-f", path("policy.yaml"));

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains("ok   line 3 ")
                .contains(
                        "expected the rows ['2', null], ['1.5', 'Ada'], has ['1.5', 'Ada'], ['2',"
                                + " null]")
                .contains("expected the columns id, has id, name")
                .contains("expected 3 rows, has 2");
        assertThat(server.asked().getFirst().json().path("policy").stringValue()).isEqualTo(POLICY);
    }

    @Test
    void aRunThatCannotDecideEndsWithTheReason() throws IOException {
        Files.writeString(
                directory.resolve("policy.tests.yaml"),
                """
                version: 1
                tests:
                  - { as: ana@example.org, sql: SELECT 1, expect: allowed }
                """);
        Files.writeString(directory.resolve("shop.json"), "{\"tables\":[]}");
        Ran ran = run("policy", "test", "-f", path("policy.yaml"), "--schema", path("shop.json"));
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("has no table 'shop.customers'");
        assertThat(run("policy", "test", "-f", "-").exit()).isEqualTo(2);
        assertThat(
                        run(
                                        "policy",
                                        "test",
                                        "-f",
                                        path("policy.yaml"),
                                        "--schema",
                                        "crm=" + path("shop.json"))
                                .err())
                .contains("the policy has no source 'crm'");
    }
}
