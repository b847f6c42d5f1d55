package dev.sluice.server.mcp;

import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.content.Content;
import java.util.List;

/** How a call of a tool ends. */
public sealed interface ToolResult
        permits ToolResult.Answer, ToolResult.Blocks, ToolResult.Failed, AskBack, SignInAgain {

    /** An answer: one JSON object, written out as it is. */
    record Answer(JsonBytes json) implements ToolResult {}

    /**
     * An answer, or an error that the model should read, in blocks of content.
     *
     * @param isError whether it is an error
     */
    record Blocks(List<Content> content, boolean isError) implements ToolResult {
        public Blocks {
            content = List.copyOf(content);
        }
    }

    /** A refusal or failure that the model should read. */
    record Failed(ErrorObject error) implements ToolResult {}
}
