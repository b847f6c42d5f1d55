package dev.sluice.server.mcp;

import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.content.Content;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON-RPC responses in the form of each revision. */
final class Responses {
    /** Errors take the place of answers, and clients check both against the output schema. */
    private static final String ERROR_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"string\"},"
                    + "\"code\":{\"type\":\"string\"},\"details\":{\"type\":\"object\"},"
                    + "\"request_id\":{\"type\":\"string\"}},\"required\":[\"error\",\"code\"]}";

    private Responses() {}

    static JsonBytes empty(String id) {
        return result(id).raw("{}}");
    }

    /**
     * A tool's answer, once as a value and once as text: some clients show the model only one of
     * both.
     */
    static JsonBytes toolResult(String id, JsonBytes json, boolean isError, Revision revision) {
        JsonBytes result =
                result(id).raw("{\"content\":[{\"type\":\"text\",\"text\":").quoted(json).raw("}]");
        if (revision.hasStructuredContent()) {
            result.raw(",\"structuredContent\":").raw(json);
        }
        result.raw(isError ? ",\"isError\":true" : ",\"isError\":false");
        return completed(result, revision);
    }

    static JsonBytes toolBlocks(String id, ToolResult.Blocks blocks, Revision revision) {
        JsonBytes result = result(id).raw("{\"content\":[");
        String separator = "";
        for (Content content : blocks.content()) {
            result.raw(separator).raw(block(content, revision));
            separator = ",";
        }
        result.raw(blocks.isError() ? "],\"isError\":true" : "],\"isError\":false");
        return completed(result, revision);
    }

    /** A block of content; what a revision does not know comes as text. */
    static JsonBytes block(Content content, Revision revision) {
        return content instanceof Content.Link(var resource) && !revision.hasTitles()
                ? new Content.Text(resource.uri()).json()
                : content.json();
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

    static JsonBytes toolError(String id, ErrorObject error, Revision revision) {
        return toolResult(id, error.json(), true, revision);
    }

    static JsonBytes tool(ToolDefinition tool, Revision revision) {
        JsonBytes out = new JsonBytes().raw("{\"name\":").string(tool.name());
        if (revision.hasTitles()) {
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
        return out.raw(",\"annotations\":{\"title\":")
                .string(tool.title())
                .raw(",\"readOnlyHint\":")
                .value(tool.readOnly())
                .raw("}}");
    }

    /** The start of a response; the result and a closing brace follow. */
    static JsonBytes result(String id) {
        return new JsonBytes().raw("{\"jsonrpc\":\"2.0\",\"id\":").raw(id).raw(",\"result\":");
    }

    /** Ends a result's object and the response. */
    static JsonBytes completed(JsonBytes open, Revision revision) {
        return open.raw(revision.isModern() ? ",\"resultType\":\"complete\"}}" : "}}");
    }

    /**
     * Ends a result's object and the response with how long clients may keep it (MCP 2026-07-28,
     * server/utilities/caching). What depends on the caller is private, and all of ours does.
     */
    static JsonBytes cacheable(JsonBytes open, long ttlMillis, Revision revision) {
        if (revision.isModern()) {
            open.raw(",\"ttlMs\":").number(ttlMillis).raw(",\"cacheScope\":\"private\"");
        }
        return completed(open, revision);
    }
}
