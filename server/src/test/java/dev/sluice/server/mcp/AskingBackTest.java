package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RawHttp;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.input.InputRequest;
import dev.sluice.server.mcp.input.InputRequired;
import dev.sluice.server.mcp.input.Inputs;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MCP 2026-07-28, basic/patterns/mrtr: a tool asks back and finds its state again. */
class AskingBackTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(new TransferTool(), new EchoTool());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void asksAndThenAnswers() throws IOException {
        JsonNode asked = call("").by("elicitation").answeredBy(server).path("result");

        assertThat(asked.path("resultType").asString()).isEqualTo("input_required");
        assertThat(asked.at("/inputRequests/sure").toString())
                .isEqualTo(
                        "{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\","
                                + "\"message\":\"Sure?\",\"requestedSchema\":{\"type\":\"object\","
                                + "\"properties\":{\"ok\":{\"type\":\"boolean\","
                                + "\"description\":\"Whether.\"}},\"required\":[\"ok\"],"
                                + "\"additionalProperties\":false}}}");
        JsonNode answered = call(answers(state(asked))).by("elicitation").answeredBy(server);
        assertThat(answered.at("/result/structuredContent/moved").asInt()).isEqualTo(5);
        assertThat(answered.at("/result/resultType").asString()).isEqualTo("complete");
    }

    @Test
    void doesNotAskAClientThatCannotBeAsked() throws IOException {
        RawHttp.Answer answer = call("").by("sampling").sentTo(server);

        assertThat(answer.status()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(-32021);
        assertThat(error.at("/data/requiredCapabilities").toString())
                .isEqualTo("{\"elicitation\":{\"form\":{}}}");
    }

    @Test
    void doesNotAskAClientOfAnOlderRevision() throws IOException {
        String answer =
                server.post(
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                                    + "{\"name\":\"transfer\",\"arguments\":{\"amount\":5},"
                                    + "\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":"
                                    + "{\"elicitation\":{}}}"
                                        + answers("anything")
                                        + "}}",
                                "MCP-Protocol-Version: 2025-11-25")
                        .body();

        assertThat(JSON.readTree(answer).at("/error/message").asString()).contains("2026-07-28");
    }

    @Test
    void takesAStateForTheSameArgumentsOnly() throws IOException {
        String state = state(call("").by("elicitation").answeredBy(server).path("result"));
        ModernRequest more =
                new ModernRequest(
                        "tools/call",
                        "{\"name\":\"transfer\",\"arguments\":{\"amount\":500}"
                                + answers(state)
                                + "}");

        assertRefused(more);
        assertRefused(
                new ModernRequest(
                        "tools/call",
                        "{\"name\":\"echo\",\"arguments\":{\"text\":\"a\"}"
                                + answers(state)
                                + "}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"requestState\":null",
                "\"requestState\":7",
                "\"requestState\":\"\"",
                "\"requestState\":\"AQ\"",
                "\"requestState\":\"%%%\"",
                "\"requestState\":{}",
                "\"inputResponses\":null",
                "\"inputResponses\":[]",
                "\"inputResponses\":\"yes\"",
                "\"inputResponses\":{\"sure\":true}",
                "\"inputResponses\":{\"sure\":{\"action\":\"perhaps\"}}",
            })
    void refusesGarbage(String member) throws IOException {
        assertRefused(call("," + member));
        // Also where nobody asked.
        assertRefused(
                new ModernRequest(
                        "tools/call",
                        "{\"name\":\"echo\",\"arguments\":{\"text\":\"a\"}," + member + "}"));
    }

    @Test
    void asksAgainWhenTheAnswerIsForSomethingElse() throws IOException {
        JsonNode asked = call("").by("elicitation").answeredBy(server).path("result");
        JsonNode again =
                call(",\"requestState\":\""
                                + state(asked)
                                + "\",\"inputResponses\":"
                                + "{\"other\":{\"action\":\"accept\",\"content\":{}}}")
                        .by("elicitation")
                        .answeredBy(server)
                        .path("result");

        assertThat(again.path("resultType").asString()).isEqualTo("input_required");
        assertThat(state(again)).isNotEqualTo(state(asked));
    }

    private static void assertRefused(ModernRequest request) throws IOException {
        RawHttp.Answer answer = request.by("elicitation").sentTo(server);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/code").asInt()).isEqualTo(-32602);
    }

    private static ModernRequest call(String more) {
        return new ModernRequest(
                "tools/call", "{\"name\":\"transfer\",\"arguments\":{\"amount\":5}" + more + "}");
    }

    private static String answers(String state) {
        return ",\"requestState\":\""
                + state
                + "\",\"inputResponses\":{\"sure\":{\"action\":\"accept\",\"content\":{\"ok\":true}}}";
    }

    private static String state(JsonNode result) {
        return result.path("requestState").asString();
    }

    /** Moves an amount that was asked about, and no other. */
    private static final class TransferTool implements Tool {
        private static final Parameters SURE =
                Parameters.of(new Parameter.Flag("ok", "Whether.", true));

        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "transfer",
                    "Transfer",
                    "Moves.",
                    Parameters.of(Parameter.Whole.optional("amount", "How much.", 1, 1_000, 1)),
                    null,
                    false);
        }

        @Override
        public ToolResult call(Call call) {
            Inputs inputs = call.context().inputs();
            long amount = call.arguments().whole("amount");
            return ("asked about " + amount).equals(inputs.state())
                            && inputs.elicited("sure").isPresent()
                    ? new ToolResult.Answer(
                            new JsonBytes().raw("{\"moved\":").number(amount).raw("}"))
                    : new AskBack(
                            new InputRequired(
                                    Map.of("sure", new InputRequest.Form("Sure?", SURE)),
                                    "asked about " + amount));
        }
    }
}
