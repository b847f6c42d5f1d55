package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.mcp.input.Inputs;
import org.jspecify.annotations.Nullable;

/**
 * What every request for work comes with.
 *
 * @param caller who asks
 * @param requestId the id that the answer carries
 * @param traceparent the caller's W3C trace context, null when it sent none
 * @param client the other end
 * @param inputs what it brings along from an earlier round
 */
public record CallContext(
        Authenticated caller,
        String requestId,
        @Nullable String traceparent,
        Client client,
        Inputs inputs) {}
