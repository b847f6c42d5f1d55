package dev.sluice.server.mcp;

import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.mcp.content.Resource;
import dev.sluice.server.mcp.content.ResourceTemplate;
import java.util.List;

/** What a caller can read. Used by many threads at once. */
public interface ResourceCatalog {
    /** The caller's resources, each URI once, in an order that stays while the set does. */
    List<Resource> visibleTo(Authenticated caller);

    /** The forms of the URIs that the caller can read beside those listed. */
    List<ResourceTemplate> templatesFor(Authenticated caller);

    /**
     * Reads a resource, blocking, on the request's own thread. What the caller may not see does not
     * exist.
     *
     * @throws SluiceException told to the client as an error of the protocol
     */
    ResourceResult read(ResourceCall call);
}
