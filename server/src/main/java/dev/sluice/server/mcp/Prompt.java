package dev.sluice.server.mcp;

import dev.sluice.core.SluiceException;

/** Messages for a model, made to order. Used by many threads at once. */
public interface Prompt {
    PromptDefinition definition();

    /**
     * Makes the messages, blocking, on the request's own thread.
     *
     * @throws SluiceException told to the client as an error of the protocol
     */
    PromptResult get(PromptCall call);
}
