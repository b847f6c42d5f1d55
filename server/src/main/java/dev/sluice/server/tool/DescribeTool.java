package dev.sluice.server.tool;

import dev.sluice.server.mcp.Call;
import dev.sluice.server.mcp.Tool;
import dev.sluice.server.mcp.ToolDefinition;
import dev.sluice.server.mcp.ToolResult;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;
import dev.sluice.server.query.DescribeService;

/** {@code describe}: what there is, as far as the caller may see it. */
public final class DescribeTool implements Tool {
    private static final int TABLE_CHARACTERS_MAX = 256;

    private static final ToolDefinition DEFINITION =
            new ToolDefinition(
                    "describe",
                    "Describe tables",
                    "Without `table`: the sources and tables you can query. With `table`: its"
                            + " columns, types, primary key and the columns it joins on.",
                    Parameters.of(
                            Parameter.Text.optional(
                                    "table",
                                    "A table's name, with or without its schema.",
                                    1,
                                    TABLE_CHARACTERS_MAX),
                            Parameter.Text.optional(
                                    "source",
                                    "The source's name; needed only when you have several.",
                                    1,
                                    RunTool.SOURCE_CHARACTERS_MAX)),
                    """
                    {"type":"object","properties":{\
                    "tables":{"type":"array","items":{"type":"object","properties":{\
                    "source":{"type":"string"},"name":{"type":"string"},\
                    "description":{"type":"string"},\
                    "columns":{"type":"array","items":{"type":"object","properties":{\
                    "name":{"type":"string"},"type":{"type":"string"}}}},\
                    "primary_key":{"type":"array","items":{"type":"string"}},\
                    "foreign_keys":{"type":"array","items":{"type":"object"}}},\
                    "required":["source","name"]}},\
                    "receipt":{"type":"string"}},\
                    "required":["tables","receipt"]}\
                    """,
                    true);

    private final DescribeService descriptions;

    public DescribeTool(DescribeService descriptions) {
        this.descriptions = descriptions;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Call call) {
        return Results.of(
                descriptions.describe(
                        call.caller(),
                        call.arguments().optionalText("table").orElse(null),
                        call.arguments().optionalText("source").orElse(null),
                        call.requestId()),
                call.requestId());
    }
}
