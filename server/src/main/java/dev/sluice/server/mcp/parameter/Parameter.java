package dev.sluice.server.mcp.parameter;

import dev.sluice.server.json.JsonBytes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One argument that a tool takes: its schema for the client, and the check of what comes. */
public sealed interface Parameter {

    String name();

    /** One sentence for the model. */
    String description();

    boolean required();

    /** The JSON Schema of this argument. */
    JsonBytes schema();

    /** What is wrong with a value, empty when nothing is. */
    Optional<String> complaint(JsonNode value);

    /** The Java form of a value without complaint: text, {@code Long} or {@code Boolean}. */
    Object convert(JsonNode value);

    /**
     * Text.
     *
     * @param minLength least number of characters (code points)
     * @param maxLength greatest number of characters
     * @param values the only allowed values; empty when any will do
     */
    record Text(
            String name,
            String description,
            boolean required,
            int minLength,
            int maxLength,
            List<String> values)
            implements Parameter {
        public Text {
            values = List.copyOf(values);
        }

        public static Text required(String name, String description, int min, int max) {
            return new Text(name, description, true, min, max, List.of());
        }

        public static Text optional(String name, String description, int min, int max) {
            return new Text(name, description, false, min, max, List.of());
        }

        @Override
        public JsonBytes schema() {
            JsonBytes schema = start("string", description);
            if (!values.isEmpty()) {
                return schema.raw(",\"enum\":").value(values).raw("}");
            }
            return schema.raw(",\"minLength\":")
                    .number(minLength)
                    .raw(",\"maxLength\":")
                    .number(maxLength)
                    .raw("}");
        }

        @Override
        public Optional<String> complaint(JsonNode value) {
            if (!value.isString()) {
                return Optional.of("must be text");
            }
            String text = value.stringValue();
            if (!values.isEmpty()) {
                return values.contains(text)
                        ? Optional.empty()
                        : Optional.of("must be one of " + String.join(", ", values));
            }
            if (text.indexOf('\0') >= 0) {
                return Optional.of("must not hold the character U+0000");
            }
            int length = text.codePointCount(0, text.length());
            return length >= minLength && length <= maxLength
                    ? Optional.empty()
                    : Optional.of(
                            "must have %d to %d characters, not %d"
                                    .formatted(minLength, maxLength, length));
        }

        @Override
        public Object convert(JsonNode value) {
            return value.stringValue();
        }
    }

    /**
     * A whole number.
     *
     * @param standard what holds when the argument is not given, null when nothing does
     */
    record Whole(
            String name,
            String description,
            boolean required,
            long min,
            long max,
            @Nullable Long standard)
            implements Parameter {

        public static Whole optional(String name, String description, long min, long max) {
            return new Whole(name, description, false, min, max, null);
        }

        public static Whole optional(
                String name, String description, long min, long max, long standard) {
            return new Whole(name, description, false, min, max, standard);
        }

        @Override
        public JsonBytes schema() {
            JsonBytes schema =
                    start("integer", description)
                            .raw(",\"minimum\":")
                            .number(min)
                            .raw(",\"maximum\":")
                            .number(max);
            if (standard != null) {
                schema.raw(",\"default\":").number(standard);
            }
            return schema.raw("}");
        }

        @Override
        public Optional<String> complaint(JsonNode value) {
            if (!value.isNumber() || !value.canConvertToExactIntegral()) {
                return Optional.of("must be a whole number");
            }
            return value.canConvertToLong() && value.asLong() >= min && value.asLong() <= max
                    ? Optional.empty()
                    : Optional.of("must be between %d and %d".formatted(min, max));
        }

        @Override
        public Object convert(JsonNode value) {
            return value.asLong();
        }
    }

    /** True or false. */
    record Flag(String name, String description, boolean required) implements Parameter {

        @Override
        public JsonBytes schema() {
            return start("boolean", description).raw("}");
        }

        @Override
        public Optional<String> complaint(JsonNode value) {
            return value.isBoolean() ? Optional.empty() : Optional.of("must be true or false");
        }

        @Override
        public Object convert(JsonNode value) {
            return value.booleanValue();
        }
    }

    /**
     * A parameter that clients repeat in a header, so that what stands between can decide by it
     * without reading the body (MCP 2026-07-28, streamable-http, "Custom Headers from Tool
     * Parameters"). Not for what proxies must not log.
     *
     * @param header the part of the header's name after {@code Mcp-Param-}
     */
    record Mirrored(Parameter parameter, String header) implements Parameter {
        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

        public Mirrored {
            if (!TOKEN.matcher(header).matches() || parameter instanceof Mirrored) {
                throw new IllegalArgumentException("cannot be mirrored: " + header);
            }
        }

        @Override
        public String name() {
            return parameter.name();
        }

        @Override
        public String description() {
            return parameter.description();
        }

        @Override
        public boolean required() {
            return parameter.required();
        }

        @Override
        public JsonBytes schema() {
            String schema = parameter.schema().toString();
            return new JsonBytes()
                    .raw(schema.substring(0, schema.length() - 1))
                    .raw(",\"x-mcp-header\":")
                    .string(header)
                    .raw("}");
        }

        @Override
        public Optional<String> complaint(JsonNode value) {
            return parameter.complaint(value);
        }

        @Override
        public Object convert(JsonNode value) {
            return parameter.convert(value);
        }
    }

    private static JsonBytes start(String type, String description) {
        return new JsonBytes()
                .raw("{\"type\":\"")
                .raw(type)
                .raw("\",\"description\":")
                .string(description);
    }
}
