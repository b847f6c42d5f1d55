package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import java.util.List;

/** Which tools a caller has. A tool that is not listed cannot be called either. */
@FunctionalInterface
public interface ToolCatalog {
    /** The caller's tools, each name once, in an order that stays the same while the set does. */
    List<Tool> visibleTo(Authenticated caller);
}
