package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;

/**
 * What all messages of one HTTP request share.
 *
 * @param caller who sent it
 * @param client the connection that it came in on
 */
record Exchange(Authenticated caller, Headers headers, String requestId, Call.Client client) {}
