package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.mcp.parameter.Arguments;

/**
 * One call of a tool.
 *
 * @param arguments checked against the tool's definition
 */
public record Call(Arguments arguments, CallContext context) {

    public Authenticated caller() {
        return context.caller();
    }

    public String requestId() {
        return context.requestId();
    }

    /** Runs this once, on another thread, if the client goes away before the call has ended. */
    public void onClientGone(Runnable action) {
        context.client().onGone(action);
    }
}
