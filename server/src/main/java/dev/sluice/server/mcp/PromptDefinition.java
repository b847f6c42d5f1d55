package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.content.Label;
import java.util.List;

/** What clients see of a prompt. */
public record PromptDefinition(Label label, List<Argument> arguments) {

    /** A text that the prompt is made with. */
    public record Argument(Label label, boolean required) {}

    public PromptDefinition {
        arguments = List.copyOf(arguments);
    }

    JsonBytes json(boolean titled) {
        JsonBytes json =
                new JsonBytes().raw("{").raw(label.members(titled)).raw(",\"arguments\":[");
        String separator = "";
        for (Argument argument : arguments) {
            json.raw(separator)
                    .raw("{")
                    .raw(argument.label().members(titled))
                    .raw(",\"required\":")
                    .value(argument.required())
                    .raw("}");
            separator = ",";
        }
        return json.raw("]}");
    }
}
