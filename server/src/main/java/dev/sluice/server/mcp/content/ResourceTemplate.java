package dev.sluice.server.mcp.content;

import dev.sluice.server.json.JsonBytes;

/**
 * Resources that share the form of their URI.
 *
 * @param mimeType the type of the contents of each
 */
public record ResourceTemplate(UriTemplate uri, Label label, String mimeType) {
    public ResourceTemplate {
        Media.checkType(mimeType);
    }

    /**
     * The entry of a list.
     *
     * @param titled whether the client knows titles
     */
    public JsonBytes json(boolean titled) {
        return new JsonBytes()
                .raw("{\"uriTemplate\":")
                .string(uri.text())
                .raw(",")
                .raw(label.members(titled))
                .raw(",\"mimeType\":")
                .string(mimeType)
                .raw("}");
    }
}
