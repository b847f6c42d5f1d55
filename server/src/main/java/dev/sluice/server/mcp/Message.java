package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One JSON-RPC 2.0 message from a client, as narrow as MCP allows it. */
sealed interface Message {
    /** Characters of a method's name. */
    int METHOD_CHARS_MAX = 128;

    /** Characters of an id that is text. */
    int ID_CHARS_MAX = 256;

    Pattern METHOD = Pattern.compile("[A-Za-z0-9_./$-]{1," + METHOD_CHARS_MAX + "}");

    /**
     * A call that wants an answer.
     *
     * @param id the id as JSON, to be sent back as it came
     */
    record Request(String id, String method, ObjectNode params) implements Message {}

    /** A message that wants none. */
    record Notification(String method) implements Message {}

    /**
     * Neither.
     *
     * @param id the id as JSON where it could be read
     */
    record Malformed(@Nullable String id, RpcError error) implements Message {}

    /** Reads one message; an array is not one. */
    static Message of(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return malformed(null, "A message must be a JSON object.");
        }
        JsonNode idNode = object.get("id");
        String id = idNode == null ? null : id(idNode);
        if (idNode != null && id == null) {
            return malformed(
                    null,
                    "The id must be an integer of 64 bits or text of at most "
                            + ID_CHARS_MAX
                            + " characters.");
        }
        JsonNode version = object.path("jsonrpc");
        if (!version.isString() || !version.stringValue().equals("2.0")) {
            return malformed(id, "The member jsonrpc must be \"2.0\".");
        }
        return call(object, id);
    }

    private static Message call(ObjectNode object, @Nullable String id) {
        JsonNode method = object.get("method");
        if (method == null && (object.has("result") || object.has("error"))) {
            return malformed(id, "This server sends no requests, so it takes no responses.");
        }
        if (method == null
                || !method.isString()
                || !METHOD.matcher(method.stringValue()).matches()) {
            return malformed(
                    id,
                    "The method must be text of 1 to "
                            + METHOD_CHARS_MAX
                            + " letters, digits, dots, slashes, dashes or underscores.");
        }
        JsonNode params = object.get("params");
        if (params != null && !params.isObject()) {
            return malformed(id, "The params must be an object.");
        }
        if (id != null) {
            ObjectNode named =
                    params instanceof ObjectNode given
                            ? given
                            : JsonNodeFactory.instance.objectNode();
            return new Request(id, method.stringValue(), named);
        }
        return method.stringValue().startsWith("notifications/")
                ? new Notification(method.stringValue())
                : malformed(null, "The method " + method.stringValue() + " needs an id.");
    }

    /** An id, or a token of the same form, as JSON; null when it is none. */
    static @Nullable String id(JsonNode node) {
        if (node.isString() && node.stringValue().length() <= ID_CHARS_MAX) {
            return new JsonBytes().string(node.stringValue()).toString();
        }
        return node.isIntegralNumber() && node.canConvertToLong()
                ? Long.toString(node.longValue())
                : null;
    }

    private static Malformed malformed(@Nullable String id, String message) {
        return new Malformed(id, RpcError.invalidRequest(message));
    }
}
