package dev.sluice.server.mcp.parameter;

import dev.sluice.server.json.JsonBytes;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema as the server behind us wrote it, shown to clients as it is. That server checks the
 * arguments: here any object will do, and {@link Arguments#json} carries it on.
 *
 * @param json an object schema; one that wants arguments repeated in headers is not taken, since
 *     nobody would compare them
 */
public record ForeignSchema(String json) implements Input {
    /** Characters of a schema. */
    public static final int CHARS_MAX = 64 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    public ForeignSchema {
        if (json.length() > CHARS_MAX || json.contains("x-mcp-header")) {
            throw new IllegalArgumentException("a schema that is not carried: " + json.length());
        }
        JsonNode schema = JSON.readTree(json);
        if (!schema.path("type").asString("").equals("object")) {
            throw new IllegalArgumentException("not the schema of an object");
        }
    }

    @Override
    public JsonBytes schema() {
        return new JsonBytes().raw(json);
    }

    @Override
    public Checked check(@Nullable ObjectNode arguments) {
        return new Checked.Valid(new Arguments(Map.of(), arguments));
    }

    @Override
    public List<Parameter.Mirrored> mirrored() {
        return List.of();
    }
}
