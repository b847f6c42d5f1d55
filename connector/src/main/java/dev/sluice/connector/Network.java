package dev.sluice.connector;

/** How the deployment lets connectors reach addresses. Safe for use by several threads. */
public interface Network {
    /**
     * The way to the database of these settings, over its SSH servers if it has any. Connects to
     * nothing yet. The caller closes it, after the last socket.
     */
    Route route(ConnectionSettings settings, Credential credential);
}
