package dev.sluice.connector.bigquery;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.http.Binary;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.JsonCells;
import dev.sluice.connector.http.SourceFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * BigQuery's rows: each cell is {@code {"v": …}}, an array is a list of such, and a struct is
 * {@code {"f": [cells]}}. Times that have a zone arrive as microseconds since 1970.
 */
final class Values {
    private static final String REPEATED = "REPEATED";

    private Values() {}

    static List<ResultColumn> columns(JsonNode fields) throws SourceFailure {
        if (!fields.isArray()) {
            throw SourceFailure.unreadable();
        }
        List<ResultColumn> columns = new ArrayList<>(fields.size());
        for (JsonNode field : fields) {
            String type = type(field);
            boolean plain = !isRepeated(field);
            columns.add(
                    new ResultColumn(
                            field.path("name").asString(""),
                            plain ? type : "ARRAY",
                            plain ? kind(type) : Kind.TEXT));
        }
        return columns;
    }

    static List<@Nullable String> texts(JsonNode row, JsonNode fields) throws SourceFailure {
        JsonNode cells = row.path("f");
        if (!cells.isArray() || cells.size() != fields.size()) {
            throw SourceFailure.unreadable();
        }
        List<@Nullable String> texts = new ArrayList<>(cells.size());
        for (JsonNode cell : cells) {
            JsonNode field = fields.get(texts.size());
            JsonNode value = cell.path("v");
            if (isRepeated(field) || kindIsStruct(field)) {
                texts.add(value.isNull() ? null : nested(value, field).toString());
            } else {
                texts.add(scalar(value, type(field)));
            }
        }
        return texts;
    }

    private static JsonNode nested(JsonNode value, JsonNode field) throws SourceFailure {
        if (!isRepeated(field)) {
            return single(value, field);
        }
        if (!value.isArray()) {
            throw SourceFailure.unreadable();
        }
        ArrayNode array = HttpReply.JSON.createArrayNode();
        for (JsonNode item : value) {
            array.add(single(item.path("v"), field));
        }
        return array;
    }

    private static JsonNode single(JsonNode value, JsonNode field) throws SourceFailure {
        if (value.isNull()) {
            return HttpReply.JSON.nullNode();
        }
        if (!kindIsStruct(field)) {
            String type = type(field);
            String text = scalar(value, type);
            boolean bare = kind(type) == Kind.BOOLEAN;
            return bare && text != null
                    ? HttpReply.JSON.valueToTree(Boolean.valueOf(text))
                    : HttpReply.JSON.valueToTree(text);
        }
        JsonNode fields = field.path("fields");
        JsonNode cells = value.path("f");
        if (!cells.isArray() || cells.size() != fields.size()) {
            throw SourceFailure.unreadable();
        }
        ObjectNode struct = HttpReply.JSON.createObjectNode();
        for (int i = 0; i < cells.size(); i++) {
            JsonNode inner = cells.get(i).path("v");
            struct.set(
                    fields.get(i).path("name").asString(""),
                    inner.isNull() ? inner : nested(inner, fields.get(i)));
        }
        return struct;
    }

    private static @Nullable String scalar(JsonNode value, String type) throws SourceFailure {
        if (!value.isNull() && !value.isString()) {
            throw SourceFailure.unreadable();
        }
        String text = JsonCells.text(value, kind(type));
        if (text == null) {
            return null;
        }
        return switch (type) {
            case "BYTES" -> Binary.ofBase64(text);
            case "TIMESTAMP" -> instant(text);
            default -> text;
        };
    }

    private static String instant(String micros) throws SourceFailure {
        try {
            return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS).toString();
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw SourceFailure.unreadable();
        }
    }

    private static boolean isRepeated(JsonNode field) {
        return field.path("mode").asString("").equals(REPEATED);
    }

    private static boolean kindIsStruct(JsonNode field) {
        return type(field).equals("STRUCT");
    }

    /** In the words of its SQL; the interface has older ones, too. */
    private static String type(JsonNode field) {
        String type = field.path("type").asString("").toUpperCase(Locale.ROOT);
        return switch (type) {
            case "INTEGER" -> "INT64";
            case "FLOAT" -> "FLOAT64";
            case "BOOLEAN" -> "BOOL";
            case "RECORD" -> "STRUCT";
            default -> type;
        };
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "BOOL" -> Kind.BOOLEAN;
            case "INT64" -> Kind.INTEGER;
            case "FLOAT64" -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }
}
