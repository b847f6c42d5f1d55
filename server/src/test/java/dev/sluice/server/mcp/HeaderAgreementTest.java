package dev.sluice.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.http.RawHttp;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MCP 2026-07-28, streamable-http: headers and body say the same, or nothing is done. */
class HeaderAgreementTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String VERSION = "MCP-Protocol-Version: 2026-07-28";
    private static final String METHOD = "Mcp-Method: tools/call";
    private static final String NAME = "Mcp-Name: echo";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(new EchoTool());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersWhenTheyAgree() throws IOException {
        assertThat(call(VERSION, METHOD, NAME).status()).isEqualTo(200);
        assertThat(call(VERSION, "mcp-method:   tools/call  ", "MCP-NAME:  echo ").status())
                .isEqualTo(200);
        assertThat(call(VERSION, METHOD, "Mcp-Name: " + encoded("echo")).status()).isEqualTo(200);
    }

    @Test
    void refusesMissingHeaders() throws IOException {
        assertMismatch(call(METHOD, NAME));
        assertMismatch(call(VERSION, NAME));
        assertMismatch(call(VERSION, METHOD));
    }

    @Test
    void refusesHeadersThatDiffer() throws IOException {
        assertMismatch(call("MCP-Protocol-Version: 2025-11-25", METHOD, NAME));
        assertMismatch(call(VERSION, "Mcp-Method: tools/list", NAME));
        assertMismatch(call(VERSION, "Mcp-Method: TOOLS/CALL", NAME));
        assertMismatch(call(VERSION, METHOD, "Mcp-Name: ECHO"));
        assertMismatch(call(VERSION, METHOD, "Mcp-Name: " + encoded("other")));
        assertMismatch(call(VERSION, METHOD, "Mcp-Name: =?base64?ZWNobw?x?="));
        assertMismatch(call(VERSION, METHOD, "Mcp-Name: =?base64?!!!!?="));
        assertMismatch(call(VERSION, METHOD, NAME, "Mcp-Name: other"));
        assertMismatch(call(VERSION, METHOD, "Mcp-Method: tools/list", NAME));
    }

    @Test
    void wantsMirroredArgumentsToBeRepeated() throws IOException {
        try (TestServer mirroring = new TestServer(new MirrorTool())) {
            assertMirror(mirroring, 200, "{\"region\":\"eu\"}", "Mcp-Param-Region: eu");
            assertMirror(mirroring, 200, "{\"region\":\"ü\"}", "Mcp-Param-Region: " + encoded("ü"));
            assertMirror(
                    mirroring,
                    200,
                    "{\"region\":\"eu\",\"shard\":42}",
                    "Mcp-Param-Region: eu",
                    "Mcp-Param-Shard: 42.0");
            assertMirror(
                    mirroring, 200, "{\"region\":\"eu\",\"shard\":null}", "Mcp-Param-Region: eu");
            assertMirror(mirroring, 400, "{\"region\":\"eu\"}");
            assertMirror(mirroring, 400, "{\"region\":\"eu\"}", "Mcp-Param-Region: us");
            assertMirror(mirroring, 400, "{\"region\":\"eu\"}", "Mcp-Param-Region: EU");
            assertMirror(mirroring, 400, "{\"region\":\"eu\"}", "Mcp-Param-Region: =?base64?ZXU?=");
            assertMirror(
                    mirroring,
                    400,
                    "{\"region\":\"eu\"}",
                    "Mcp-Param-Region: eu",
                    "Mcp-Param-Shard: 1");
            assertMirror(
                    mirroring,
                    400,
                    "{\"region\":\"eu\",\"shard\":1}",
                    "Mcp-Param-Region: eu",
                    "Mcp-Param-Shard: " + "1".repeat(200));
            assertMirror(
                    mirroring,
                    400,
                    "{\"region\":\"eu\",\"shard\":1}",
                    "Mcp-Param-Region: eu",
                    "Mcp-Param-Shard: one");
            for (String number : List.of("1e999", "-1e999", "1e99", "1.5", "9223372036854775808")) {
                assertMirror(
                        mirroring,
                        400,
                        "{\"region\":\"eu\",\"shard\":" + number + "}",
                        "Mcp-Param-Region: eu",
                        "Mcp-Param-Shard: 1e999999999");
            }
        }
    }

    private static void assertMirror(
            TestServer server, int status, String arguments, String... headers) throws IOException {
        assertThat(
                        new ModernRequest(
                                        "tools/call",
                                        "{\"name\":\"mirror\",\"arguments\":" + arguments + "}",
                                        headers)
                                .sentTo(server)
                                .status())
                .as(arguments + " " + String.join(", ", headers))
                .isEqualTo(status);
    }

    private static final class MirrorTool implements Tool {
        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "mirror",
                    "Mirror",
                    "Mirrors.",
                    Parameters.of(
                            new Parameter.Mirrored(
                                    Parameter.Text.required("region", "Where.", 1, 20), "Region"),
                            new Parameter.Mirrored(
                                    Parameter.Whole.optional("shard", "Which.", 0, 99), "Shard")),
                    null,
                    true);
        }

        @Override
        public ToolResult call(Call call) {
            return new ToolResult.Blocks(List.of(), false);
        }
    }

    @Test
    void refusesDifferingHeadersInOlderRevisionsTooButDoesNotDemandThem() throws IOException {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\","
                        + "\"params\":{\"name\":\"echo\",\"arguments\":{\"text\":\"a\"}}}";
        String version = "MCP-Protocol-Version: 2025-11-25";

        assertThat(server.post(body, version).status()).isEqualTo(200);
        assertMismatch(server.post(body, version, "Mcp-Method: tools/list"));
        assertMismatch(server.post(body, version, METHOD, "Mcp-Name: other"));
    }

    @Test
    void namesTheSupportedVersionsForAnUnknownOne() throws IOException {
        RawHttp.Answer modern =
                server.post(
                        body("v999").replace("tools/call", "server/discover"),
                        "MCP-Protocol-Version: v999",
                        "Mcp-Method: server/discover");
        RawHttp.Answer old =
                server.post(
                        "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\"}",
                        "MCP-Protocol-Version: v999");

        for (RawHttp.Answer answer : new RawHttp.Answer[] {modern, old}) {
            JsonNode json = JSON.readTree(answer.body());
            assertThat(answer.status()).isEqualTo(400);
            assertThat(json.at("/error/code").asInt()).isEqualTo(-32022);
            assertThat(json.at("/error/data/requested").asString()).isEqualTo("v999");
            assertThat(json.at("/error/data/supported").get(0).asString()).isEqualTo("2026-07-28");
            assertThat(json.path("id").asInt()).isEqualTo(5);
        }
    }

    @Test
    void demandsWhatEachRequestMustSayAboutItself() throws IOException {
        for (String meta :
                new String[] {
                    "{}",
                    "{\"_meta\":7}",
                    "{\"_meta\":{}}",
                    "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7}}",
                    "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                    "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":[]}}",
                    "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                            + "\"io.modelcontextprotocol/clientInfo\":\"me\"}}"
                }) {
            RawHttp.Answer answer =
                    server.post(
                            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\",\"params\":"
                                    + meta
                                    + "}",
                            VERSION,
                            "Mcp-Method: tools/list");
            assertThat(answer.status()).as(meta).isEqualTo(400);
            assertThat(JSON.readTree(answer.body()).at("/error/code").asInt())
                    .as(meta)
                    .isEqualTo(-32602);
        }
    }

    private static RawHttp.Answer call(String... headers) throws IOException {
        return server.post(body("2026-07-28"), headers);
    }

    private static String body(String version) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{"
                + "\"name\":\"echo\",\"arguments\":{\"text\":\"a\"},\"_meta\":{"
                + "\"io.modelcontextprotocol/protocolVersion\":\""
                + version
                + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    private static String encoded(String name) {
        return "=?base64?"
                + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8))
                + "?=";
    }

    private static void assertMismatch(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        JsonNode json = JSON.readTree(answer.body());
        assertThat(json.at("/error/code").asInt()).isEqualTo(-32020);
        assertThat(json.path("id").asInt()).isEqualTo(5);
    }
}
