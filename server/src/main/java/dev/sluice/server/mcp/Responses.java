package dev.sluice.server.mcp;

import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.json.JsonBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON-RPC responses in the form of each revision. */
final class Responses {
    /** How long a client may keep its list of tools: a changed policy shows within this time. */
    static final long TOOLS_TTL_MILLIS = 60_000;

    /** What we can do changes with the version of the server alone. */
    static final long DISCOVERY_TTL_MILLIS = 3_600_000;

    /** Errors take the place of answers, and clients check both against the output schema. */
    private static final String ERROR_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"string\"},"
                    + "\"code\":{\"type\":\"string\"},\"details\":{\"type\":\"object\"},"
                    + "\"request_id\":{\"type\":\"string\"}},\"required\":[\"error\",\"code\"]}";

    private static final String CAPABILITIES = "\"capabilities\":{\"tools\":{}}";

    private final ServerInfo info;

    Responses(ServerInfo info) {
        this.info = info;
    }

    /** The answer to the handshake (MCP 2025-11-25, basic/lifecycle). */
    JsonBytes initialized(String id, Revision revision) {
        return result(id)
                .raw("{\"protocolVersion\":")
                .string(revision.id())
                .raw("," + CAPABILITIES + ",\"serverInfo\":")
                .raw(serverInfo())
                .raw(",\"instructions\":")
                .string(info.instructions())
                .raw("}}");
    }

    /** MCP 2026-07-28, server/discover. */
    JsonBytes discovered(String id) {
        JsonBytes result =
                result(id)
                        .raw("{\"supportedVersions\":")
                        .value(Revision.ids())
                        .raw("," + CAPABILITIES + ",\"instructions\":")
                        .string(info.instructions());
        return cacheable(result, DISCOVERY_TTL_MILLIS)
                .raw(",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":")
                .raw(serverInfo())
                .raw("}}}");
    }

    JsonBytes empty(String id) {
        return result(id).raw("{}}");
    }

    JsonBytes tools(String id, List<Tool> tools, Revision revision) {
        JsonBytes result = result(id).raw("{\"tools\":[");
        String separator = "";
        for (Tool tool : tools) {
            result.raw(separator);
            tool(result, tool.definition(), revision);
            separator = ",";
        }
        result.raw("]");
        if (revision.isModern()) {
            cacheable(result, TOOLS_TTL_MILLIS);
        }
        return result.raw("}}");
    }

    /**
     * A tool's answer, once as a value and once as text: some clients show the model only one of
     * both.
     */
    JsonBytes toolResult(String id, JsonBytes json, boolean isError, Revision revision) {
        JsonBytes result =
                result(id).raw("{\"content\":[{\"type\":\"text\",\"text\":").quoted(json).raw("}]");
        if (revision.hasStructuredContent()) {
            result.raw(",\"structuredContent\":").raw(json);
        }
        result.raw(isError ? ",\"isError\":true" : ",\"isError\":false");
        if (revision.isModern()) {
            result.raw(",\"resultType\":\"complete\"");
        }
        return result.raw("}}");
    }

    /**
     * An error. Where the id could not be read, JSON-RPC 2.0 says null; from 2026-07-28 the member
     * is left out.
     */
    static JsonBytes error(@Nullable String id, RpcError error, String requestId, boolean modern) {
        Map<String, Object> data = new LinkedHashMap<>(error.data());
        data.put("request_id", requestId);
        JsonBytes response = new JsonBytes().raw("{\"jsonrpc\":\"2.0\"");
        if (id != null || !modern) {
            response.raw(",\"id\":").raw(id == null ? "null" : id);
        }
        return response.raw(",\"error\":{\"code\":")
                .number(error.code())
                .raw(",\"message\":")
                .string(error.message())
                .raw(",\"data\":")
                .value(data)
                .raw("}}");
    }

    JsonBytes toolError(String id, ErrorObject error, Revision revision) {
        return toolResult(id, error.json(), true, revision);
    }

    private static void tool(JsonBytes out, ToolDefinition tool, Revision revision) {
        out.raw("{\"name\":").string(tool.name());
        if (revision.hasStructuredContent()) {
            out.raw(",\"title\":").string(tool.title());
        }
        out.raw(",\"description\":")
                .string(tool.description())
                .raw(",\"inputSchema\":")
                .raw(tool.parameters().schema());
        String outputSchema = tool.outputSchema();
        if (outputSchema != null && revision.hasStructuredContent()) {
            out.raw(",\"outputSchema\":{\"type\":\"object\",\"anyOf\":[")
                    .raw(outputSchema)
                    .raw(",")
                    .raw(ERROR_SCHEMA)
                    .raw("]}");
        }
        out.raw(",\"annotations\":{\"title\":")
                .string(tool.title())
                .raw(",\"readOnlyHint\":")
                .value(tool.readOnly())
                .raw("}}");
    }

    private static JsonBytes result(String id) {
        return new JsonBytes().raw("{\"jsonrpc\":\"2.0\",\"id\":").raw(id).raw(",\"result\":");
    }

    /** MCP 2026-07-28, server/utilities/caching: what depends on the caller is private. */
    private static JsonBytes cacheable(JsonBytes result, long ttlMillis) {
        return result.raw(",\"resultType\":\"complete\",\"ttlMs\":")
                .number(ttlMillis)
                .raw(",\"cacheScope\":\"private\"");
    }

    private JsonBytes serverInfo() {
        return new JsonBytes()
                .raw("{\"name\":\"sluice\",\"title\":\"Sluice\",\"version\":")
                .string(info.version())
                .raw("}");
    }
}
