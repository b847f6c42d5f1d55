package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;

/** Answers with its arguments. */
final class EchoTool implements Tool {
    static final String OUTPUT_SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},"
                    + "\"times\":{\"type\":\"integer\"},\"loud\":{\"type\":\"boolean\"}},"
                    + "\"required\":[\"text\"]}";

    @Override
    public ToolDefinition definition() {
        return new ToolDefinition(
                "echo",
                "Echo",
                "Answers with what it was given.",
                Parameters.of(
                        Parameter.Text.required("text", "What to say.", 1, 20),
                        Parameter.Whole.optional("times", "How often.", 1, 9, 1),
                        new Parameter.Flag("loud", "Whether to shout.", false)),
                OUTPUT_SCHEMA,
                true);
    }

    @Override
    public ToolResult call(Call call) {
        return new ToolResult.Answer(
                new JsonBytes()
                        .raw("{\"text\":")
                        .string(call.arguments().text("text"))
                        .raw(",\"times\":")
                        .number(call.arguments().optionalWhole("times").orElse(1))
                        .raw(",\"loud\":")
                        .value(call.arguments().flag("loud"))
                        .raw("}"));
    }
}
