package dev.sluice.server.mcp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a body as one JSON text in UTF-8, strictly: what two parsers could understand differently
 * (doubled names, half surrogate pairs, trailing text) is refused.
 */
final class MessageReader {
    /** A body, bytes. */
    static final int BODY_BYTES_MAX = 1024 * 1024;

    /** Arrays and objects within each other. */
    static final int NESTING_MAX = 64;

    /** Characters of a member's name. */
    static final int NAME_CHARS_MAX = 1024;

    /** Digits of a number. */
    static final int NUMBER_CHARS_MAX = 100;

    private final JsonMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING_MAX)
                                                    .maxNameLength(NAME_CHARS_MAX)
                                                    .maxNumberLength(NUMBER_CHARS_MAX)
                                                    .maxStringLength(BODY_BYTES_MAX)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** What a body amounts to. */
    sealed interface Body {
        record Json(JsonNode node) implements Body {}

        record Unreadable(RpcError error) implements Body {}
    }

    Body read(byte[] body) {
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(body))
                            .toString();
        } catch (CharacterCodingException e) {
            return unreadable("The body is not UTF-8.");
        }
        return parse(text);
    }

    private Body parse(String text) {
        try {
            JsonNode node = mapper.readTree(text);
            if (node == null || node.isMissingNode()) {
                return unreadable("The body is empty.");
            }
            // Only an escape can bring half a pair in: the bytes were decoded strictly.
            if (text.contains("\\u") && hasHalfPair(node)) {
                return unreadable("The body has a surrogate escape without its other half.");
            }
            return new Body.Json(node);
        } catch (StreamConstraintsException e) {
            return unreadable(
                    "The body is nested deeper than "
                            + NESTING_MAX
                            + " levels, or has a name or number that is too long.");
        } catch (JacksonException e) {
            String where =
                    Optional.ofNullable(e.getLocation())
                            .map(at ->
                                    " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                            .orElse("");
            return unreadable(
                    "The body is not JSON, or has a name twice in one object" + where + ".");
        }
    }

    private static boolean hasHalfPair(JsonNode node) {
        if (node.isString()) {
            return hasHalfPair(node.stringValue());
        }
        for (String name : node.propertyNames()) {
            if (hasHalfPair(name)) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (hasHalfPair(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHalfPair(String text) {
        return text.codePoints()
                .anyMatch(point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private static Body unreadable(String message) {
        return new Body.Unreadable(RpcError.parse(message));
    }
}
