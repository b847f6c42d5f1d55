package dev.sluice.server.mcp;

import java.util.Map;

/**
 * One request for a prompt.
 *
 * @param arguments by name: the required ones, and none that the definition lacks
 */
public record PromptCall(Map<String, String> arguments, CallContext context) {
    public PromptCall {
        arguments = Map.copyOf(arguments);
    }
}
