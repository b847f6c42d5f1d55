package dev.sluice.server.mcp;

import dev.sluice.server.mcp.parameter.Input;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients see of a tool.
 *
 * @param name 1 to 128 letters, digits, underscores, dashes or dots
 * @param title a short name for people
 * @param description what it does and when to use it, for the model
 * @param parameters the arguments
 * @param outputSchema the JSON Schema of an answer, an object with {@code "type":"object"}; null
 *     for none. Clients also get told that an error may come in its place.
 * @param readOnly the tool changes nothing (the annotation {@code readOnlyHint})
 */
public record ToolDefinition(
        String name,
        String title,
        String description,
        Input parameters,
        @Nullable String outputSchema,
        boolean readOnly) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    public ToolDefinition {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a tool name: " + name);
        }
    }
}
