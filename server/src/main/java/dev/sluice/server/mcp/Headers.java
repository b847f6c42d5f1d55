package dev.sluice.server.mcp;

import dev.sluice.server.mcp.parameter.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The headers in which a client repeats parts of the body (MCP 2026-07-28, streamable-http,
 * "Request Metadata"). A gateway in front may decide by them, so they must say what the body says.
 */
record Headers(
        @Nullable String version,
        @Nullable String method,
        @Nullable String name,
        Parameters parameters) {
    static final String VERSION = "MCP-Protocol-Version";
    static final String METHOD = "Mcp-Method";
    static final String NAME = "Mcp-Name";
    static final String PARAMETER = "Mcp-Param-";

    private static final String ENCODED_START = "=?base64?";
    private static final String ENCODED_END = "?=";

    /** Headers that repeat a tool's arguments, looked up when the tool is known. */
    @FunctionalInterface
    interface Parameters {
        /** A header's value, null when it was not sent. */
        @Nullable String value(String header);
    }

    static Headers of(HttpServletRequest request) {
        return new Headers(
                value(request, VERSION),
                value(request, METHOD),
                value(request, NAME),
                header -> value(request, header));
    }

    /**
     * The disagreement between these headers and a request, empty when they agree.
     *
     * @param demanded whether the headers must be there; when not, those that are there must agree
     */
    Optional<RpcError> disagreement(Message.Request request, boolean demanded) {
        if (method == null ? demanded : !method.equals(request.method())) {
            return mismatch(METHOD, method, "method");
        }
        Optional<String> named = bodyName(request.method(), request.params());
        if (named.isEmpty()) {
            return Optional.empty();
        }
        boolean agrees = name == null ? !demanded : decoded(name).equals(named);
        return agrees ? Optional.empty() : mismatch(NAME, name, "name");
    }

    /**
     * The disagreement between these headers and a tool's arguments: a parameter that is to be
     * repeated and has a value must be, and one that has none must not.
     */
    Optional<RpcError> disagreement(
            List<Parameter.Mirrored> mirrored, @Nullable ObjectNode arguments) {
        for (Parameter.Mirrored parameter : mirrored) {
            String header = PARAMETER + parameter.header();
            String sent = parameters.value(header);
            JsonNode given = arguments == null ? null : arguments.get(parameter.name());
            boolean agrees =
                    (given == null || given.isNull()) ? sent == null : repeats(sent, given);
            if (!agrees) {
                return mismatch(header, sent, parameter.name());
            }
        }
        return Optional.empty();
    }

    private static boolean repeats(@Nullable String sent, JsonNode value) {
        return sent != null && decoded(sent).filter(text -> says(text, value)).isPresent();
    }

    /** Whether a header's text stands for a value; whole numbers are compared as numbers. */
    private static boolean says(String text, JsonNode value) {
        if (!value.isNumber()) {
            return text.equals(value.asString(""));
        }
        try {
            return text.length() <= MessageReader.NUMBER_CHARS_MAX
                    && value.canConvertToExactIntegral()
                    && value.canConvertToLong()
                    && new BigDecimal(text).compareTo(BigDecimal.valueOf(value.asLong())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Optional<String> bodyName(String method, ObjectNode params) {
        JsonNode node =
                switch (method) {
                    case "tools/call", "prompts/get" -> params.get("name");
                    case "resources/read" -> params.get("uri");
                    default -> null;
                };
        return node != null && node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static Optional<RpcError> mismatch(
            String header, @Nullable String value, String member) {
        return Optional.of(
                RpcError.headerMismatch(
                        value == null
                                ? "the header " + header + " is missing"
                                : "the header "
                                        + header
                                        + " is not the "
                                        + member
                                        + " in the body"));
    }

    /** A header sent twice with different values is joined, and so agrees with nothing. */
    private static @Nullable String value(HttpServletRequest request, String header) {
        List<String> values = Collections.list(request.getHeaders(header));
        return values.isEmpty()
                ? null
                : String.join(", ", values.stream().map(String::strip).distinct().toList());
    }

    /** "Value Encoding": text that no header can hold comes as {@code =?base64?…?=}. */
    private static Optional<String> decoded(String value) {
        if (!value.startsWith(ENCODED_START)
                || !value.endsWith(ENCODED_END)
                || value.length() < ENCODED_START.length() + ENCODED_END.length()) {
            return Optional.of(value);
        }
        String encoded =
                value.substring(ENCODED_START.length(), value.length() - ENCODED_END.length());
        if (encoded.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] utf8 = Base64.getDecoder().decode(encoded);
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
