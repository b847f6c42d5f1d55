package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;

/** Replies to one request. */
final class Replies {
    private static final int OK = 200;

    private Replies() {}

    static Reply json(JsonBytes response) {
        return new Reply.Json(OK, response);
    }

    static Reply error(
            Message.Request request, RpcError error, Revision revision, Exchange exchange) {
        return new Reply.Json(
                error.status(),
                Responses.error(request.id(), error, exchange.requestId(), revision.isModern()));
    }
}
