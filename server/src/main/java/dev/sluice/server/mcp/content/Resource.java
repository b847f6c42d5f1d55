package dev.sluice.server.mcp.content;

import dev.sluice.server.json.JsonBytes;

/**
 * Something that can be read under a URI.
 *
 * @param uri where {@code resources/read} finds it
 * @param mimeType the type of its contents
 */
public record Resource(String uri, Label label, String mimeType) {
    public Resource {
        Uris.check(uri);
        Media.checkType(mimeType);
    }

    /**
     * The entry of a list.
     *
     * @param titled whether the client knows titles
     */
    public JsonBytes json(boolean titled) {
        return new JsonBytes().raw("{").raw(members(titled)).raw("}");
    }

    JsonBytes members(boolean titled) {
        return new JsonBytes()
                .raw("\"uri\":")
                .string(uri)
                .raw(",")
                .raw(label.members(titled))
                .raw(",\"mimeType\":")
                .string(mimeType);
    }
}
