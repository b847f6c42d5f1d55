package dev.sluice.server.mcp;

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint offers. What is null is neither announced nor answered.
 *
 * @param changes announces changes of all the others; null when they change unannounced
 */
public record Offer(
        ToolCatalog tools,
        @Nullable PromptCatalog prompts,
        @Nullable ResourceCatalog resources,
        @Nullable Completer completer,
        @Nullable Changes changes) {

    /** Tools and nothing else. */
    public static Offer of(ToolCatalog tools) {
        return new Offer(tools, null, null, null, null);
    }
}
