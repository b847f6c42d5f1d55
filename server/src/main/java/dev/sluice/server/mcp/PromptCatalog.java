package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import java.util.List;

/** Which prompts a caller has. A prompt that is not listed cannot be had either. */
@FunctionalInterface
public interface PromptCatalog {
    /** The caller's prompts, each name once, in an order that stays the same while the set does. */
    List<Prompt> visibleTo(Authenticated caller);
}
