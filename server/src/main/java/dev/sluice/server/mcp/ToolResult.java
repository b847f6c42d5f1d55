package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication;
import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.json.JsonBytes;

/** How a call of a tool ends. */
public sealed interface ToolResult {

    /** An answer: one JSON object, written out as it is. */
    record Answer(JsonBytes json) implements ToolResult {}

    /** A refusal or failure that the model should read. */
    record Failed(ErrorObject error) implements ToolResult {}

    /** The caller's token turned out to be revoked: the HTTP request ends with this challenge. */
    record SignInAgain(Authentication.Challenge challenge) implements ToolResult {}
}
