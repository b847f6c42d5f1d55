package dev.sluice.server.mcp;

import dev.sluice.server.mcp.input.InputRequired;

/** More is needed from the client before there is an answer. */
public record AskBack(InputRequired required) implements ToolResult, PromptResult, ResourceResult {}
