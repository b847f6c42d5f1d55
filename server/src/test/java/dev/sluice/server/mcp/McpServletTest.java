package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.http.RawHttp;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class McpServletTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"},"
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final String MODERN = "MCP-Protocol-Version: 2026-07-28";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(new EchoTool(), new FailingTool(), new RevokedTool());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2025-06-18", "2025-03-26"})
    void agreesToARevisionWithHandshake(String revision) throws IOException {
        JsonNode result = json(server.post(initialize(revision))).path("result");

        assertThat(result.path("protocolVersion").asString()).isEqualTo(revision);
        assertThat(result.path("serverInfo").path("name").asString()).isEqualTo("sluice");
        assertThat(result.path("capabilities").toString()).isEqualTo("{\"tools\":{}}");
        assertThat(result.path("instructions").asString()).isEqualTo("Call echo.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2026-07-28", "1999-01-01", ""})
    void offersTheNewestHandshakeForAnyOtherRevision(String revision) throws IOException {
        assertThat(json(server.post(initialize(revision))).at("/result/protocolVersion").asString())
                .isEqualTo("2025-11-25");
    }

    @Test
    void takesNotificationsWithoutABody() throws IOException {
        RawHttp.Answer answer =
                server.post(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                        "MCP-Protocol-Version: 2025-11-25");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answersPingBeforeTheModernRevisionOnly() throws IOException {
        assertThat(
                        server.post(
                                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}",
                                        "MCP-Protocol-Version: 2025-06-18")
                                .body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}");
        RawHttp.Answer modern = modern("ping", "", "Mcp-Method: ping");
        assertThat(modern.status()).isEqualTo(404);
        assertThat(code(modern)).isEqualTo(-32601);
    }

    @Test
    void discoversItself() throws IOException {
        JsonNode result =
                json(modern("server/discover", "", "Mcp-Method: server/discover")).path("result");

        assertThat(result.path("supportedVersions").toString())
                .isEqualTo("[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"]");
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
        assertThat(result.path("ttlMs").asLong()).isPositive();
        assertThat(result.path("_meta").path("io.modelcontextprotocol/serverInfo").path("version"))
                .hasToString("\"0.1.0-test\"");
    }

    @Test
    void listsToolsInTheCatalogsOrderWithSchemas() throws IOException {
        JsonNode result = json(modern("tools/list", "", "Mcp-Method: tools/list")).path("result");

        assertThat(result.path("tools").findValuesAsString("name"))
                .containsExactly("echo", "failing", "revoked");
        JsonNode echo = result.path("tools").get(0);
        assertThat(echo.path("inputSchema").toString())
                .isEqualTo(
                        "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\","
                                + "\"description\":\"What to say.\",\"minLength\":1,"
                                + "\"maxLength\":20},\"times\":{\"type\":\"integer\","
                                + "\"description\":\"How often.\",\"minimum\":1,\"maximum\":9,"
                                + "\"default\":1},\"loud\":{\"type\":\"boolean\","
                                + "\"description\":\"Whether to shout.\"}},"
                                + "\"required\":[\"text\"],\"additionalProperties\":false}");
        assertThat(echo.path("annotations").path("readOnlyHint").asBoolean()).isTrue();
        assertThat(echo.path("outputSchema").path("anyOf")).hasSize(2);
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
    }

    @Test
    void answersAToolCallAsValueAndAsText() throws IOException {
        JsonNode result = json(call("echo", "{\"text\":\"Grüße \\\"\\n\",\"times\":3}"));

        assertThat(result.at("/result/structuredContent/text").asString()).isEqualTo("Grüße \"\n");
        assertThat(result.at("/result/structuredContent/times").asInt()).isEqualTo(3);
        assertThat(result.at("/result/isError").asBoolean(true)).isFalse();
        JsonNode text = JSON.readTree(result.at("/result/content/0/text").asString());
        assertThat(text).isEqualTo(result.at("/result/structuredContent"));
    }

    @Test
    void leavesOutStructuredContentBeforeItExisted() throws IOException {
        JsonNode result =
                json(
                        server.post(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
                                        + "\"params\":{\"name\":\"echo\","
                                        + "\"arguments\":{\"text\":\"a\"}}}"));

        assertThat(result.at("/result/content/0/text").asString())
                .isEqualTo("{\"text\":\"a\",\"times\":1,\"loud\":false}");
        assertThat(result.path("result").has("structuredContent")).isFalse();
        assertThat(result.path("result").has("resultType")).isFalse();
    }

    @Test
    void tellsTheModelWhatIsWrongWithItsArguments() throws IOException {
        assertComplaint("{}", "The argument 'text' is missing.");
        assertComplaint("{\"text\":null}", "The argument 'text' is missing.");
        assertComplaint("{\"text\":7}", "The argument 'text' must be text.");
        assertComplaint(
                "{\"text\":\"\"}", "The argument 'text' must have 1 to 20 characters, not 0.");
        assertComplaint(
                "{\"text\":\"123456789012345678901\"}",
                "The argument 'text' must have 1 to 20 characters, not 21.");
        assertComplaint(
                "{\"text\":\"a\",\"times\":\"3\"}", "The argument 'times' must be a whole number.");
        assertComplaint(
                "{\"text\":\"a\",\"times\":1.5}", "The argument 'times' must be a whole number.");
        assertComplaint(
                "{\"text\":\"a\",\"times\":10}", "The argument 'times' must be between 1 and 9.");
        assertComplaint(
                "{\"text\":\"a\",\"times\":99999999999999999999}",
                "The argument 'times' must be between 1 and 9.");
        assertComplaint(
                "{\"text\":\"a\",\"times\":1e99}", "The argument 'times' must be between 1 and 9.");
        assertComplaint(
                "{\"text\":\"a\",\"loud\":\"yes\"}", "The argument 'loud' must be true or false.");
        assertComplaint(
                "{\"text\":\"a\",\"txet\":1}",
                "The argument 'txet' is unknown; this tool takes text, times, loud.");
    }

    @Test
    void takesWholeNumbersInAnySpellingAndNullForNotGiven() throws IOException {
        assertThat(
                        json(call("echo", "{\"text\":\"a\",\"times\":3.0,\"loud\":null}"))
                                .at("/result/structuredContent/times")
                                .asInt())
                .isEqualTo(3);
    }

    @Test
    void countsCharactersNotSurrogates() throws IOException {
        assertThat(
                        json(call("echo", "{\"text\":\"" + "😀".repeat(20) + "\"}"))
                                .at("/result/isError")
                                .asBoolean(true))
                .isFalse();
    }

    @Test
    void refusesAnUnknownToolAndMalformedParamsAsProtocolErrors() throws IOException {
        assertThat(code(call("nope", "{}"))).isEqualTo(-32602);
        assertThat(code(call("echo", "[]"))).isEqualTo(-32602);
        assertThat(code(modern("tools/call", "\"name\":7,", "Mcp-Method: tools/call")))
                .isEqualTo(-32602);
        assertThat(code(modern("tools/list", "\"cursor\":\"x\",", "Mcp-Method: tools/list")))
                .isEqualTo(-32602);
    }

    @Test
    void turnsFailuresOfToolsIntoToolErrorsWithoutTheirInsides() throws IOException {
        JsonNode known = json(call("failing", "{\"how\":\"known\"}"));
        assertThat(known.at("/result/isError").asBoolean()).isTrue();
        assertThat(known.at("/result/structuredContent/code").asString()).isEqualTo("TIMEOUT");
        assertThat(known.at("/result/structuredContent/request_id").asString()).hasSize(32);

        RawHttp.Answer defect = call("failing", "{\"how\":\"defect\"}");
        assertThat(json(defect).at("/result/structuredContent/code").asString())
                .isEqualTo("INTERNAL");
        assertThat(defect.body()).doesNotContain("secret detail");
    }

    @Test
    void endsTheRequestWithAChallengeWhenTheTokenWasRevoked() throws IOException {
        RawHttp.Answer answer = call("revoked", "{}");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer again");
        assertThat(json(answer).path("code").asString()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void answersBatchesOfTheRevisionThatHasThem() throws IOException {
        String batch =
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"initialize\"},7]";

        JsonNode answer = json(server.post(batch));
        assertThat(answer).hasSize(3);
        assertThat(answer.get(0).has("result")).isTrue();
        assertThat(answer.get(1).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(answer.get(2).at("/error/code").asInt()).isEqualTo(-32600);
        assertThat(
                        server.post(
                                        "[{\"jsonrpc\":\"2.0\","
                                                + "\"method\":\"notifications/initialized\"}]")
                                .status())
                .isEqualTo(202);
        assertThat(code(server.post(batch, "MCP-Protocol-Version: 2025-06-18"))).isEqualTo(-32600);
        assertThat(code(server.post(batch, MODERN))).isEqualTo(-32600);
        assertThat(code(server.post("[]"))).isEqualTo(-32600);
        assertThat(code(server.post("[" + "0,".repeat(32) + "0]"))).isEqualTo(-32600);
    }

    private static void assertComplaint(String arguments, String message) throws IOException {
        JsonNode result = json(call("echo", arguments)).path("result");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.at("/structuredContent/code").asString()).isEqualTo("INVALID_ARGUMENT");
        assertThat(result.at("/structuredContent/error").asString()).isEqualTo(message);
    }

    private static RawHttp.Answer call(String tool, String arguments) throws IOException {
        return modern(
                "tools/call",
                "\"name\":\"" + tool + "\",\"arguments\":" + arguments + ",",
                "Mcp-Method: tools/call",
                "Mcp-Name: " + tool);
    }

    private static RawHttp.Answer modern(String method, String params, String... headers)
            throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = MODERN;
        return server.post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\""
                        + method
                        + "\",\"params\":{"
                        + params
                        + META
                        + "}}",
                all);
    }

    private static String initialize(String revision) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                + "{\"protocolVersion\":\""
                + revision
                + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    }

    private static int code(RawHttp.Answer answer) {
        return json(answer).at("/error/code").asInt();
    }

    private static JsonNode json(RawHttp.Answer answer) {
        return JSON.readTree(answer.body());
    }

    private static final class FailingTool implements Tool {
        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "failing",
                    "Failing",
                    "Fails.",
                    Parameters.of(Parameter.Text.required("how", "How.", 1, 9)),
                    null,
                    true);
        }

        @Override
        public ToolResult call(Call call) {
            if (call.arguments().text("how").equals("known")) {
                throw new SluiceException(ReasonCode.TIMEOUT, "Too slow.");
            }
            throw new IllegalStateException("secret detail");
        }
    }

    private static final class RevokedTool implements Tool {
        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "revoked", "Revoked", "Ends the session.", Parameters.of(), null, true);
        }

        @Override
        public ToolResult call(Call call) {
            return new SignInAgain(
                    new dev.sluice.server.access.Authentication.Challenge(
                            ReasonCode.UNAUTHENTICATED, "Revoked.", "Bearer again"));
        }
    }
}
