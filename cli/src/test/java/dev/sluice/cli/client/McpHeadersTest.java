package dev.sluice.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class McpHeadersTest {
    private static Map<String, String> of(String message) {
        return McpHeaders.of(Json.MAPPER.readTree(message), Optional.of("2025-06-18"));
    }

    @Test
    void headersRepeatTheBody() {
        assertThat(
                        of(
                                "{\"method\":\"tools/call\",\"params\":{\"name\":\"run\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}"))
                .containsExactly(
                        Map.entry("MCP-Protocol-Version", "2026-07-28"),
                        Map.entry("Mcp-Method", "tools/call"),
                        Map.entry("Mcp-Name", "run"));
        assertThat(
                        of(
                                "{\"method\":\"resources/read\",\"params\":{\"uri\":\"a:b\",\"name\":\"x\"}}"))
                .containsEntry("MCP-Protocol-Version", "2025-06-18")
                .containsEntry("Mcp-Name", "a:b");
        assertThat(of("{\"method\":\"tools/list\",\"params\":{\"name\":\"x\"}}"))
                .doesNotContainKey("Mcp-Name");
    }

    @Test
    void valuesThatNoHeaderCanHoldAreEncoded() {
        assertThat(McpHeaders.encoded("café")).isEqualTo("=?base64?Y2Fmw6k=?=");
        assertThat(McpHeaders.encoded("a\r\nX: y")).startsWith("=?base64?").doesNotContain("\n");
        assertThat(McpHeaders.encoded(" a")).isEqualTo("=?base64?IGE=?=");
        assertThat(McpHeaders.encoded("=?base64?x?=")).isEqualTo("=?base64?PT9iYXNlNjQ/eD89?=");
        assertThat(McpHeaders.encoded("a b")).isEqualTo("a b");
    }

    @Test
    void garbageGivesNoHeaderThatMatters() {
        assertThat(of("{}")).containsOnlyKeys("MCP-Protocol-Version");
        assertThat(of("{\"method\":5,\"params\":[1]}")).containsOnlyKeys("MCP-Protocol-Version");
    }
}
