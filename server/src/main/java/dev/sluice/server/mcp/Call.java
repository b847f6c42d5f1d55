package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool.
 *
 * @param caller who calls
 * @param arguments checked against the tool's definition
 * @param requestId the id that the answer carries
 * @param traceparent the caller's W3C trace context, null when it sent none
 * @param client where to ask to be told when the client goes away
 */
public record Call(
        Authenticated caller,
        Arguments arguments,
        String requestId,
        @Nullable String traceparent,
        Client client) {

    /** The other end of the connection that a call came in on. */
    @FunctionalInterface
    public interface Client {
        /** Runs this once, on another thread, if the client goes away before the call has ended. */
        void onGone(Runnable action);
    }

    /** Runs this once, on another thread, if the client goes away before the call has ended. */
    public void onClientGone(Runnable action) {
        client.onGone(action);
    }
}
