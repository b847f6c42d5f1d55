package dev.sluice.server.tool;

import dev.sluice.core.Limits;
import dev.sluice.server.mcp.Call;
import dev.sluice.server.mcp.Tool;
import dev.sluice.server.mcp.ToolDefinition;
import dev.sluice.server.mcp.ToolResult;
import dev.sluice.server.mcp.parameter.Parameter;
import dev.sluice.server.mcp.parameter.Parameters;
import dev.sluice.server.query.QueryService;
import dev.sluice.server.query.Question;
import java.util.OptionalLong;

/** {@code run}: one SELECT under the caller's policy. */
public final class RunTool implements Tool {
    /** Characters of a query. */
    static final int SQL_CHARACTERS_MAX = 16_384;

    static final int SOURCE_CHARACTERS_MAX = 63;

    private static final ToolDefinition DEFINITION =
            new ToolDefinition(
                    "run",
                    "Run a query",
                    "Runs one SELECT in the source's own SQL dialect and returns its rows. The"
                            + " policy decides which tables, columns and rows exist for you;"
                            + " `describe` lists them. A refusal says which name or construct to"
                            + " change. When `truncated` is true there is more than was returned:"
                            + " aggregate, filter or page with ORDER BY and OFFSET.",
                    Parameters.of(
                            Parameter.Text.required(
                                    "sql",
                                    "One SELECT statement (WITH, VALUES and set operations"
                                            + " included).",
                                    1,
                                    SQL_CHARACTERS_MAX),
                            Parameter.Text.optional(
                                    "source",
                                    "The source's name; needed only when you have several.",
                                    1,
                                    SOURCE_CHARACTERS_MAX),
                            Parameter.Whole.optional(
                                    "max_rows",
                                    "At most this many rows; the policy may allow fewer.",
                                    1,
                                    Limits.ROWS_MAX)),
                    """
                    {"type":"object","properties":{\
                    "columns":{"type":"array","items":{"type":"object","properties":{\
                    "name":{"type":"string"},"type":{"type":"string"}},\
                    "required":["name","type"]}},\
                    "rows":{"type":"array","items":{"type":"array"}},\
                    "row_count":{"type":"integer"},"truncated":{"type":"boolean"},\
                    "warnings":{"type":"array","items":{"type":"string"}},\
                    "budget":{"type":"object","properties":{\
                    "remaining_rows":{"type":"integer"},"remaining_bytes":{"type":"integer"},\
                    "renewed_at":{"type":"string"}}},\
                    "receipt":{"type":"string"}},\
                    "required":["columns","rows","row_count","truncated","warnings","receipt"]}\
                    """,
                    true);

    private final QueryService queries;

    public RunTool(QueryService queries) {
        this.queries = queries;
    }

    @Override
    public ToolDefinition definition() {
        return DEFINITION;
    }

    @Override
    public ToolResult call(Call call) {
        OptionalLong maxRows = call.arguments().optionalWhole("max_rows");
        return Results.of(
                queries.ask(
                        call.caller(),
                        new Question(
                                DEFINITION.name(),
                                call.arguments().text("sql"),
                                call.arguments().optionalText("source").orElse(null),
                                maxRows.isPresent() ? (int) maxRows.getAsLong() : null,
                                call.requestId(),
                                call::onClientGone)),
                call.requestId());
    }
}
