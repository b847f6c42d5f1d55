package dev.sluice.server.mcp;

import dev.sluice.server.mcp.input.ClientCapability;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The other end of a request. */
public interface Client {
    /** Runs this once, on another thread, if the client goes away before the answer. */
    void onGone(Runnable action);

    /** What the client can be asked for; nothing before 2026-07-28, where there is no asking. */
    Set<ClientCapability> capabilities();

    /**
     * Tells the client how far the work is. Dropped when the client did not ask to be told, cannot
     * be told, has been told as much, or too often.
     *
     * @param done grows from call to call
     * @param total what {@code done} will be in the end, null when that is unknown
     * @param message a sentence for people, null for none
     */
    void progress(double done, @Nullable Double total, @Nullable String message);
}
