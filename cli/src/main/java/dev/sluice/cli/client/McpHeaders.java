package dev.sluice.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The headers that repeat parts of an MCP message (MCP 2026-07-28, Streamable HTTP, standard
 * request headers).
 */
public final class McpHeaders {
    public static final String VERSION = "2026-07-28";
    public static final String VERSION_META = "io.modelcontextprotocol/protocolVersion";

    private McpHeaders() {}

    /**
     * The headers of one request or notification.
     *
     * @param negotiated the revision that an {@code initialize} agreed on, for clients of the time
     *     before each message carried its own
     */
    public static Map<String, String> of(JsonNode message, Optional<String> negotiated) {
        Map<String, String> headers = new LinkedHashMap<>();
        JsonNode params = message.path("params");
        JsonNode own = params.path("_meta").path(VERSION_META);
        if (own.isString()) {
            headers.put("MCP-Protocol-Version", encoded(own.stringValue()));
        } else {
            negotiated.ifPresent(v -> headers.put("MCP-Protocol-Version", encoded(v)));
        }
        JsonNode said = message.path("method");
        String method = said.isString() ? said.stringValue() : "";
        if (!method.isEmpty()) {
            headers.put("Mcp-Method", encoded(method));
        }
        name(method, params).ifPresent(name -> headers.put("Mcp-Name", encoded(name)));
        return headers;
    }

    private static Optional<String> name(String method, JsonNode params) {
        JsonNode name =
                switch (method) {
                    case "tools/call", "prompts/get" -> params.path("name");
                    case "resources/read" -> params.path("uri");
                    default -> Json.MAPPER.missingNode();
                };
        return name.isString() ? Optional.of(name.stringValue()) : Optional.empty();
    }

    /** As it is when a header can hold it, else in the base64 form of the specification. */
    static String encoded(String value) {
        boolean plain =
                value.chars().allMatch(c -> c >= ' ' && c < 127)
                        && value.equals(value.strip())
                        && !(value.startsWith("=?base64?") && value.endsWith("?="));
        return plain
                ? value
                : "=?base64?"
                        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
                        + "?=";
    }
}
