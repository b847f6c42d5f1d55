package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication;

/** The caller's token turned out to be revoked: the HTTP request ends with this challenge. */
public record SignInAgain(Authentication.Challenge challenge)
        implements ToolResult, PromptResult, ResourceResult {}
