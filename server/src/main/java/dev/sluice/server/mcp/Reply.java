package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication;
import dev.sluice.server.json.JsonBytes;

/** What one message is answered with. */
sealed interface Reply {

    /** A JSON-RPC response. */
    record Json(int status, JsonBytes body) implements Reply {}

    /** HTTP 202 without a body: a notification was taken. */
    record Accepted() implements Reply {}

    /** No answer to the message: the caller must sign in again. */
    record Challenged(Authentication.Challenge challenge) implements Reply {}
}
