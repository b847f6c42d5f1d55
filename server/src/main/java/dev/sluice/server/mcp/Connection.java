package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;

/** The HTTP request that a message came in on, and what may go back before the answer. */
interface Connection {
    /** Runs this once, on another thread, if the client goes away before the answer. */
    void onGone(Runnable action);

    /** Whether the client reads Server-Sent Events; without, nothing goes before the answer. */
    boolean takesEvents();

    /**
     * Sends a notification ahead of the answer, which from then on is the last event of a stream.
     * Must not be called unless {@link #takesEvents}.
     *
     * @return false when the client is gone, or the answer is already under way
     */
    boolean send(JsonBytes notification);

    /** Sends a sign of life, as {@link #send} would. */
    boolean keepAlive();
}
