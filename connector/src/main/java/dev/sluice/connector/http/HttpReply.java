package dev.sluice.connector.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a service answered, in full. */
public final class HttpReply {
    private static final int DEPTH_MAX = 100;
    private static final int NUMBER_CHARACTERS_MAX = 1_000;

    /** Numbers keep their digits: a decimal through a double would be another one. */
    public static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxNumberLength(NUMBER_CHARACTERS_MAX)
                                                    .maxStringLength(HttpCall.REPLY_BYTES_MAX)
                                                    .build())
                                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    HttpReply(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** The first header of this name in lower case, null without one. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The bytes themselves, not a copy. */
    public byte[] body() {
        return body;
    }

    /**
     * The body as a JSON object.
     *
     * @throws SourceFailure when it is something else
     */
    public JsonNode object() throws SourceFailure {
        try {
            JsonNode node = JSON.readTree(body);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Its text quotes what it could not read.
        }
        throw SourceFailure.unreadable();
    }

    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
