package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import java.util.List;
import java.util.Optional;

/** Which tools a caller has. A tool that is not listed cannot be called either. */
@FunctionalInterface
public interface ToolCatalog {
    /** The caller's tools, each name once, in an order that stays the same while the set does. */
    List<Tool> visibleTo(Authenticated caller);

    /**
     * Asked before every answer but that of a tool, which finds out by itself: whether the caller
     * is still welcome.
     *
     * @return what to answer instead when not
     */
    default Optional<Challenge> objection(Authenticated caller) {
        return Optional.empty();
    }
}
