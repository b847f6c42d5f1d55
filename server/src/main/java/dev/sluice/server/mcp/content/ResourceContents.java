package dev.sluice.server.mcp.content;

import dev.sluice.server.json.JsonBytes;

/** What is in a resource, or in a part of it. */
public sealed interface ResourceContents {

    String uri();

    JsonBytes json();

    record Text(String uri, String mimeType, String text) implements ResourceContents {
        public Text {
            Uris.check(uri);
            Media.checkType(mimeType);
        }

        @Override
        public JsonBytes json() {
            return start(uri, mimeType).raw(",\"text\":").string(text).raw("}");
        }
    }

    record Blob(String uri, Media media) implements ResourceContents {
        public Blob {
            Uris.check(uri);
        }

        @Override
        public JsonBytes json() {
            return start(uri, media.mimeType()).raw(",\"blob\":").string(media.base64()).raw("}");
        }
    }

    private static JsonBytes start(String uri, String mimeType) {
        return new JsonBytes().raw("{\"uri\":").string(uri).raw(",\"mimeType\":").string(mimeType);
    }
}
