package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;

/** How an endpoint introduces itself: what it speaks, what it offers, who it is. */
final class Introduction {
    /** What we can do changes with the version of the server alone. */
    static final long TTL_MILLIS = 3_600_000;

    private final ServerInfo info;
    private final Offer offer;

    Introduction(ServerInfo info, Offer offer) {
        this.info = info;
        this.offer = offer;
    }

    /** The answer to the handshake (MCP 2025-11-25, basic/lifecycle). */
    JsonBytes initialized(String id, Revision revision) {
        return Responses.result(id)
                .raw("{\"protocolVersion\":")
                .string(revision.id())
                .raw(",\"capabilities\":")
                .raw(capabilities(false))
                .raw(",\"serverInfo\":")
                .raw(serverInfo())
                .raw(",\"instructions\":")
                .string(info.instructions())
                .raw("}}");
    }

    /** MCP 2026-07-28, server/discover. */
    JsonBytes discovered(String id) {
        JsonBytes result =
                Responses.result(id)
                        .raw("{\"supportedVersions\":")
                        .value(Revision.ids())
                        .raw(",\"capabilities\":")
                        .raw(capabilities(offer.changes() != null))
                        .raw(",\"instructions\":")
                        .string(info.instructions())
                        .raw(",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":")
                        .raw(serverInfo())
                        .raw("}");
        return Responses.cacheable(result, TTL_MILLIS, Revision.R2026_07_28);
    }

    /**
     * What the offer amounts to.
     *
     * @param announced whether changes can be listened for: not without sessions before 2026-07-28
     */
    private JsonBytes capabilities(boolean announced) {
        String list = announced ? "{\"listChanged\":true}" : "{}";
        JsonBytes json = new JsonBytes().raw("{\"tools\":").raw(list);
        if (offer.prompts() != null) {
            json.raw(",\"prompts\":").raw(list);
        }
        if (offer.resources() != null) {
            json.raw(",\"resources\":")
                    .raw(announced ? "{\"listChanged\":true,\"subscribe\":true}" : "{}");
        }
        if (offer.completer() != null) {
            json.raw(",\"completions\":{}");
        }
        return json.raw("}");
    }

    private JsonBytes serverInfo() {
        return new JsonBytes()
                .raw("{\"name\":\"sluice\",\"title\":\"Sluice\",\"version\":")
                .string(info.version())
                .raw("}");
    }
}
