package dev.sluice.server.tool;

import dev.sluice.server.json.ErrorObject;
import dev.sluice.server.mcp.SignInAgain;
import dev.sluice.server.mcp.ToolResult;
import dev.sluice.server.query.Answer;

/** From an answer to a tool's result. */
final class Results {
    private Results() {}

    static ToolResult of(Answer answer, String requestId) {
        return switch (answer) {
            case Answer.Rows(var json) -> new ToolResult.Answer(json);
            case Answer.Declined(var code, var message, var details) ->
                    new ToolResult.Failed(new ErrorObject(code, message, details, requestId));
            case Answer.SignInAgain(var challenge) -> new SignInAgain(challenge);
        };
    }
}
