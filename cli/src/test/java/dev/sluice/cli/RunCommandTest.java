package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunCommandTest {
    private static final String RESULT =
            "{\"columns\":[{\"name\":\"id\",\"type\":\"int8\"},{\"name\":\"name\",\"type\":\"text\"}],\"rows\":[[1,\"A,"
                + " \\\"x\\\"\"],[22,null],[3,\"\"]],\"row_count\":3,\"truncated\":true,"
                + "\"warnings\":[\"LIMIT_CLAMPED\"],\"receipt\":\"r-1\"}";

    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran run(String input, String... arguments) {
        return Ran.command(
                Map.of("SLUICE_URL", server.url(), "SLUICE_TOKEN", "t0ken"), input, arguments);
    }

    private void answer(String resultOrError) {
        server.on("POST /api/mcp", 200, "{\"jsonrpc\":\"2.0\",\"id\":1," + resultOrError + "}");
    }

    private void answerRows() {
        answer("\"result\":{\"resultType\":\"complete\",\"structuredContent\":" + RESULT + "}");
    }

    @Test
    void theCallIsOneStatelessToolCallWithMatchingHeaders() {
        answerRows();

        run("", "run", "--source", "shop", "--max-rows", "5", "SELECT 1");

        FakeServer.Asked asked = server.asked().getFirst();
        assertThat(asked.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
        assertThat(asked.header("Mcp-Method")).isEqualTo("tools/call");
        assertThat(asked.header("Mcp-Name")).isEqualTo("run");
        assertThat(asked.header("Accept"))
                .contains("application/json")
                .contains("text/event-stream");
        JsonNode params = asked.json().path("params");
        assertThat(params.path("arguments").toString())
                .isEqualTo("{\"sql\":\"SELECT 1\",\"source\":\"shop\",\"max_rows\":5}");
        JsonNode meta = params.path("_meta");
        assertThat(meta.path("io.modelcontextprotocol/protocolVersion").stringValue())
                .isEqualTo("2026-07-28");
        assertThat(meta.path("io.modelcontextprotocol/clientCapabilities").isObject()).isTrue();
    }

    @Test
    void rowsAreATableAndRemarksGoToTheOtherStream() {
        answerRows();

        assertThat(run("", "run", "SELECT 1"))
                .isEqualTo(
                        new Ran(
                                0,
                                """
                                id  name
                                --  --------
                                 1  A, "x"
                                22  NULL
                                 3
                                """
                                        .replace("--------", "------"),
                                """
                                3 rows
                                There are more rows than the limit allows.
                                Warning: LIMIT_CLAMPED
                                Receipt: r-1
                                """));
    }

    @Test
    void csvTellsNullFromEmptyText() {
        answerRows();

        assertThat(run("SELECT 1", "run", "--format", "csv", "-").out())
                .isEqualTo("id,name\r\n1,\"A, \"\"x\"\"\"\r\n22,\r\n3,\"\"\r\n");
        assertThat(server.asked().getFirst().json().at("/params/arguments/sql").stringValue())
                .isEqualTo("SELECT 1");
    }

    @Test
    void jsonIsTheResultItself() {
        answerRows();

        assertThat(run("", "run", "--format", "json", "SELECT 1").json().toString())
                .isEqualTo(RESULT);
        assertThat(run("", "run", "--json", "SELECT 1").json().toString()).isEqualTo(RESULT);
    }

    @Test
    void aRefusalGoesToStandardErrorWithExitCodeOne() {
        answer(
                "\"result\":{\"isError\":true,\"structuredContent\":{\"error\":\"Column 'ssn' is"
                    + " not allow-listed for"
                    + " customers.\",\"code\":\"COLUMN_NOT_ALLOW_LISTED\",\"details\":{\"rejected_token\":\"ssn\",\"position\":8},\"request_id\":\"q\"}}");

        assertThat(run("", "run", "SELECT ssn"))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                """
                                sluice: Column 'ssn' is not allow-listed for customers.
                                  code: COLUMN_NOT_ALLOW_LISTED
                                  rejected_token: ssn
                                  position: 8
                                  request: q
                                """));
        assertThat(run("", "run", "--json", "SELECT ssn").err())
                .startsWith("{\"error\":\"Column 'ssn'");
    }

    @Test
    void protocolErrorsAreFailures() {
        answer(
                "\"error\":{\"code\":-32602,\"message\":\"bad\",\"data\":{\"error\":\"sql is"
                        + " missing.\",\"code\":\"INVALID_ARGUMENT\"}}");
        assertThat(run("", "run", "x"))
                .satisfies(ran -> {
                    assertThat(ran.exit()).isEqualTo(2);
                    assertThat(ran.err()).contains("sql is missing.");
                });
        answer("\"error\":{\"code\":-32601,\"message\":\"no such method\"}");
        assertThat(run("", "run", "x").err()).contains("no such method");
        answer("\"result\":{}");
        assertThat(run("", "run", "x").err()).contains("no structured content");
        server.on("POST /api/mcp", 200, "42");
        assertThat(run("", "run", "x").exit()).isEqualTo(1);
        server.on("POST /api/mcp", 202, "");
        assertThat(run("", "run", "x").exit()).isEqualTo(1);
    }

    @Test
    void anEventStreamIsReadToItsAnswer() {
        server.on(
                "POST /api/mcp",
                (exchange, _) ->
                        FakeServer.reply(
                                exchange,
                                200,
                                "text/event-stream",
                                ": hello\n"
                                    + "event: message\n"
                                    + "data:"
                                    + " {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"
                                    + "data: {\"jsonrpc\":\"2.0\",\"id\":1,\n"
                                    + "data: \"result\":{\"structuredContent\":"
                                        + RESULT
                                        + "}}\n\n"));

        assertThat(run("", "run", "--json", "SELECT 1").json().toString()).isEqualTo(RESULT);
    }

    @Test
    void limitsOfTheCommandItselfAreWrongUsage() {
        assertThat(run("", "run", "--max-rows", "0", "x").exit()).isEqualTo(2);
        assertThat(run("", "run", "--max-rows", "x", "x").exit()).isEqualTo(2);
        assertThat(run("", "run", "--format", "xml", "x").exit()).isEqualTo(2);
        assertThat(run("", "run", "--format", "xml", "x").err()).contains("table, csv or json");
        assertThat(run("", "run").exit()).isEqualTo(2);
        assertThat(run("x".repeat((1 << 20) + 1), "run", "-").exit()).isEqualTo(2);
        assertThat(server.asked()).isEmpty();
    }
}
