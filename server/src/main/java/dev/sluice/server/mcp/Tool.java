package dev.sluice.server.mcp;

import dev.sluice.core.SluiceException;

/** Something that an agent can call. Used by many threads at once. */
public interface Tool {
    ToolDefinition definition();

    /**
     * Does the work, blocking, on the request's own thread. The arguments have been checked against
     * the definition.
     *
     * @throws SluiceException told to the agent as an error of the tool
     */
    ToolResult call(Call call);
}
