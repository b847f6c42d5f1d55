package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CommandsTest {
    private FakeServer server;
    @TempDir private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran run(String... arguments) {
        return runWith("", arguments);
    }

    private Ran runWith(String input, String... arguments) {
        return Ran.command(environment(), input, arguments);
    }

    private Map<String, String> environment() {
        return Map.of(
                "SLUICE_URL",
                server.url(),
                "SLUICE_TOKEN",
                "t0ken",
                "XDG_CONFIG_HOME",
                directory.toString());
    }

    @Test
    void policyApplySendsTheFileAsItIs() throws IOException {
        server.on(
                "PUT /api/v1/policy",
                200,
                "{\"version\":3,\"sources\":[\"shop\"],\"warnings\":[\"w\"]}");
        Path file = Files.writeString(directory.resolve("policy.yaml"), "version: 1 # é\n");

        Ran ran = run("policy", "apply", "-f", file.toString());

        assertThat(ran).isEqualTo(new Ran(0, "Policy version 3 is in force.\n", "Warning: w\n"));
        FakeServer.Asked asked = server.asked().getFirst();
        assertThat(asked.body()).isEqualTo("version: 1 # é\n");
        assertThat(asked.header("Content-Type")).isEqualTo("application/yaml");
        assertThat(asked.header("Authorization")).isEqualTo("Bearer t0ken");
    }

    @Test
    void aRefusedPolicyIsShownWithItsPlace() {
        server.on(
                "PUT /api/v1/policy",
                422,
                "{\"error\":\"Policy, line 2, column 3: no.\",\"code\":\"POLICY_INVALID\","
                        + "\"details\":{\"line\":2,\"column\":3},\"request_id\":\"r1\"}");

        assertThat(runWith("x", "policy", "apply", "-f", "-"))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                """
                                sluice: Policy, line 2, column 3: no.
                                  code: POLICY_INVALID
                                  line: 2
                                  column: 3
                                  request: r1
                                """));
        Ran json = runWith("x", "policy", "apply", "-f", "-", "--json");
        assertThat(json.err())
                .isEqualTo(
                        "{\"error\":\"Policy, line 2, column 3:"
                            + " no.\",\"code\":\"POLICY_INVALID\",\"details\":{\"line\":2,\"column\":3},\"request_id\":\"r1\"}\n");
    }

    @Test
    void policyShowPrintsTheTextAsItWasApplied() {
        server.on("GET /api/v1/policy", 200, "{\"version\":1,\"yaml\":\"version: 1\\n\"}");

        assertThat(run("policy", "show").out()).isEqualTo("version: 1\n");
        assertThat(run("policy", "show", "--json").json().path("version").asInt()).isEqualTo(1);
    }

    @Test
    void policyFilesThatCannotBeReadAreWrongUsage() throws IOException {
        Path binary = Files.write(directory.resolve("b"), new byte[] {(byte) 0xff, 0});
        Path large =
                Files.write(directory.resolve("l"), new byte[PolicyCommands.FILE_BYTES_MAX + 1]);

        assertThat(run("policy", "apply", "-f", "/no/such/file").err())
                .contains("There is no file");
        assertThat(run("policy", "apply", "-f", binary.toString()).err()).contains("no UTF-8");
        assertThat(run("policy", "apply", "-f", large.toString()).err()).contains("larger than");
        assertThat(run("policy", "apply").exit()).isEqualTo(2);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void connectReadsThePasswordFromInputAndSendsItSealed() {
        SealingServer sealing = SealingServer.of(server);
        server.on(
                "POST /api/v1/connections",
                201,
                "{\"name\":\"shop\",\"probe\":{\"version\":\"18.6\",\"tables\":9,\"client_address\":\"203.0.113.7\"},\"dialect\":\"postgresql\",\"findings\":[{\"kind\":\"write\",\"message\":\"can"
                    + " write\",\"fix\":[\"REVOKE it\"],\"accepted\":true}]}");

        Ran ran =
                runWith(
                        "pä\"ss\\\n",
                        "db",
                        "connect",
                        "shop",
                        "--host",
                        "db.example.org",
                        "--database",
                        "d",
                        "--user",
                        "u",
                        "--password-stdin");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("Connected 'shop'.")
                .contains("18.6, 9 readable tables")
                .contains("come from 203.0.113.7");
        assertThat(ran.err())
                .contains("Warning: can write An owner accepted this.\n    REVOKE it\n");
        JsonNode body = server.asked("POST /api/v1/connections").getFirst().json();
        assertThat(sealing.open(body, "password")).isEqualTo("pä\"ss\\");
        assertThat(sealing.header(body).path("connection").stringValue()).isEqualTo("shop");
        assertThat(body.path("name").stringValue()).isEqualTo("shop");
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder(
                        "name", "type", "host", "database", "user", "auth", "credentials");
        assertThat(ran.out() + ran.err()).doesNotContain("pä");
        assertThat(server.asked().toString()).doesNotContain("pä", "cMOkInNzXA");
    }

    @Test
    void connectSendsWhatIsGivenAndLeavesTheRestToTheServer() throws IOException {
        SealingServer.of(server);
        server.on("POST /api/v1/connections", 201, "{}");
        Path ca = Files.writeString(directory.resolve("ca.pem"), "-----BEGIN");

        runWith(
                "p",
                "db",
                "connect",
                "--host",
                "127.0.0.1",
                "--database",
                "d",
                "--user",
                "u",
                "--password-stdin",
                "--port",
                "6543",
                "--tls",
                "require",
                "--mode",
                "pooled",
                "--ca",
                ca.toString());

        JsonNode body = server.asked("POST /api/v1/connections").getFirst().json();
        assertThat(body.path("name").stringValue()).isEqualTo("d");
        assertThat(body.path("port").intValue()).isEqualTo(6543);
        assertThat(body.path("tls").stringValue()).isEqualTo("require");
        assertThat(body.path("mode").stringValue()).isEqualTo("pooled");
        assertThat(body.path("ca").stringValue()).isEqualTo("-----BEGIN");
    }

    @Test
    void connectWithoutATerminalSaysWhatIsMissing() {
        assertThat(run("db", "connect").err()).contains("--host is missing");
        String[] complete = {"db", "connect", "--host", "h", "--database", "d", "--user", "u"};
        assertThat(run(complete).err()).contains("use --password-stdin");
        String[] stdin = {
            "db", "connect", "--host", "h", "--database", "d", "--user", "u", "--password-stdin"
        };
        assertThat(runWith("", stdin).err()).contains("is empty");
        assertThat(runWith("\r\n", stdin).err()).contains("is empty");
        assertThat(runWith("x".repeat(5_000), stdin).err()).contains("longer than");
        assertThat(run("db", "connect", "--print-setup-sql", "--type", "oracle").err())
                .contains("--type is one of postgresql, mysql");
        assertThat(run("db", "connect", "--password", "x").exit()).isEqualTo(2);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void theSetupSqlIsPrintedWithoutAServer() {
        Ran ran =
                Ran.command(
                        Map.of("SLUICE_URL", "http://127.0.0.1:1"),
                        "",
                        "db",
                        "connect",
                        "--print-setup-sql",
                        "--database",
                        "a\"b\n;DROP",
                        "--user",
                        "u",
                        "--schema",
                        "one",
                        "--schema",
                        "two");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains(" NOBYPASSRLS CONNECTION LIMIT 32;")
                .contains("ALTER ROLE \"u\" SET statement_timeout = '1h';")
                .contains("ALTER ROLE \"u\" SET lock_timeout = '5s';")
                .contains("ALTER ROLE \"u\" SET idle_in_transaction_session_timeout = '60s';")
                .contains("GRANT CONNECT ON DATABASE \"a\"\"b?;DROP\" TO \"u\";")
                .contains("GRANT SELECT ON ALL TABLES IN SCHEMA \"one\" TO \"u\";")
                .contains("GRANT SELECT ON ALL TABLES IN SCHEMA \"two\" TO \"u\";")
                .doesNotContainIgnoringCase("password '");
    }

    @Test
    void connectionsAreListed() {
        server.on(
                "GET /api/v1/connections",
                200,
                "{\"connections\":[{\"name\":\"shop\\u001b[31m\",\"type\":\"postgresql\",\"port\":5432}]}");

        Ran ran = run("db", "list");

        assertThat(ran.out())
                .isEqualTo(
                        """
                        name            type        host  port  database  user  tls  mode  days  from  notes
                        --------------  ----------  ----  ----  --------  ----  ---  ----  ----  ----  -----
                        shop\\u001b[31m  postgresql        5432
                        """);
        assertThat(run("db", "list", "--json").json().path("connections")).hasSize(1);
    }

    @Test
    void aConnectionIsTestedAndDroppedByItsEncodedName() {
        server.on(
                "POST /api/v1/connections/a%20b/test",
                200, "{\"probe\":{\"version\":\"18\",\"tables\":1}}");
        server.on("DELETE /api/v1/connections/a%2F..%2Fb", 204, "");

        assertThat(run("db", "test", "a b").out()).contains("Server version 18, 1 readable");
        assertThat(run("db", "drop", "a/../b", "-y"))
                .isEqualTo(new Ran(0, "", "Removed 'a/../b'.\n"));
        assertThat(run("db", "drop", "x").err()).contains("say -y");
    }

    @Test
    void whoamiAndStatusPrintWhatTheServerSays() {
        server.on(
                "GET /api/v1/whoami",
                200,
                "{\"user\":\"ana\",\"agent\":null,\"scopes\":[\"admin\",\"query\"]}");
        server.on("GET /api/v1/status", 200, "{\"version\":\"1\"}");

        assertThat(run("whoami").out())
                .isEqualTo("user: ana\nscopes of this token: admin, query\n");
        assertThat(run("whoami", "--json").json().path("user").stringValue()).isEqualTo("ana");
        assertThat(run("status").out()).isEqualTo("version: 1\n");
        assertThat(run("token").out()).isEqualTo("t0ken\n");
        assertThat(run("token", "--scope", "root").exit()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 302, 401, 403, 404, 500, 502})
    void anAnswerThatIsNoJsonIsAFailureWithACode(int status) {
        server.on(
                "GET /api/v1/status",
                (exchange, _) -> {
                    exchange.getResponseHeaders().set("Location", server.url() + "/elsewhere");
                    FakeServer.reply(exchange, status, "text/html", "<html>");
                });

        Ran ran = run("status");

        assertThat(ran.exit()).isNotZero();
        assertThat(ran.err()).contains("code: ");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void exitCodesTellRefusalFromWrongUsage() {
        server.on("GET /api/v1/status", 400, "{\"error\":\"e\",\"code\":\"INVALID_ARGUMENT\"}");
        assertThat(run("status").exit()).isEqualTo(2);
        server.on("GET /api/v1/status", 403, "{\"error\":\"e\",\"code\":\"INSUFFICIENT_SCOPE\"}");
        assertThat(run("status").exit()).isEqualTo(1);
        server.on("GET /api/v1/status", 422, "{\"error\":\"e\",\"code\":\"A_CODE_OF_TOMORROW\"}");
        assertThat(run("status").exit()).isEqualTo(1);
    }

    @Test
    void aServerThatIsAwayIsAFailureWithAdvice() {
        Ran ran =
                Ran.command(
                        Map.of("SLUICE_URL", "http://127.0.0.1:1", "SLUICE_TOKEN", "t"),
                        "",
                        "status");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("No server answers").contains("SERVER_UNAVAILABLE");
    }

    @Test
    void theHelpNamesEveryCommandAndAMisspeltOneIsCorrected() {
        assertThat(run("--help").out()).contains("demo").contains("doctor");
        assertThat(run("--version").out()).startsWith("sluice ");
        assertThat(run("pollcy"))
                .satisfies(ran -> {
                    assertThat(ran.exit()).isEqualTo(2);
                    assertThat(ran.err())
                            .contains("no command 'sluice pollcy'. Did you mean 'policy'?");
                });
        assertThat(run("db", "lits").err()).contains("Did you mean 'list'?");
        assertThat(run().exit()).isEqualTo(2);
        assertThat(run("db").exit()).isEqualTo(2);
        assertThat(run("up", "--port", "1").err()).contains("belongs to the server");
        assertThat(run("run", "--no-such", "x").exit()).isEqualTo(2);
    }
}
