package dev.sluice.server.query;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to know.
 *
 * @param tool the tool that it came through, for the log
 * @param sql the agent's text
 * @param source the source's name, null for the only one that the caller has
 * @param maxRows the most rows wanted, null for the policy's limit
 * @param requestId the request's id
 * @param client where to ask to be told when the client goes away
 */
public record Question(
        String tool,
        String sql,
        @Nullable String source,
        @Nullable Integer maxRows,
        String requestId,
        Client client) {

    /** The other end of the connection. */
    @FunctionalInterface
    public interface Client {
        /** Runs this once, on another thread, if the client goes away before the answer. */
        void onGone(Runnable action);
    }
}
