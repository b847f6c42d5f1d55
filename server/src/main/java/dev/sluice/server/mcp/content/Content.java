package dev.sluice.server.mcp.content;

import dev.sluice.server.json.JsonBytes;

/** One block of what a tool answers or a prompt says (MCP 2026-07-28, server/tools, "Content"). */
public sealed interface Content {

    record Text(String text) implements Content {}

    record Image(Media media) implements Content {}

    record Audio(Media media) implements Content {}

    /** A resource with what is in it. */
    record Embedded(ResourceContents contents) implements Content {}

    /** A resource to be read by whoever wants it. Clients know these from 2025-06-18 on. */
    record Link(Resource resource) implements Content {}

    default JsonBytes json() {
        return switch (this) {
            case Text(String text) -> start("text").raw(",\"text\":").string(text).raw("}");
            case Image(Media media) -> media("image", media);
            case Audio(Media media) -> media("audio", media);
            case Embedded(ResourceContents contents) ->
                    start("resource").raw(",\"resource\":").raw(contents.json()).raw("}");
            case Link(Resource resource) ->
                    start("resource_link").raw(",").raw(resource.members(true)).raw("}");
        };
    }

    private static JsonBytes media(String type, Media media) {
        return start(type)
                .raw(",\"data\":")
                .string(media.base64())
                .raw(",\"mimeType\":")
                .string(media.mimeType())
                .raw("}");
    }

    private static JsonBytes start(String type) {
        return new JsonBytes().raw("{\"type\":\"").raw(type).raw("\"");
    }
}
