package dev.sluice.connector.trino;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.http.Binary;
import dev.sluice.connector.http.JsonCells;
import dev.sluice.connector.http.SourceFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Trino's types and values, as its protocol writes them. */
final class Types {
    private static final String BINARY = "varbinary";

    private Types() {}

    static List<ResultColumn> columns(JsonNode described) throws SourceFailure {
        List<ResultColumn> columns = new ArrayList<>(described.size());
        for (JsonNode column : described) {
            String type = column.path("typeSignature").path("rawType").asString("");
            JsonNode name = column.path("name");
            if (type.isEmpty() || !name.isString()) {
                throw SourceFailure.unreadable();
            }
            columns.add(new ResultColumn(name.asString(), type, kind(type)));
        }
        return columns;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "boolean" -> Kind.BOOLEAN;
            case "tinyint", "smallint", "integer", "bigint" -> Kind.INTEGER;
            case "real", "double" -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }

    /** Arrays, rows (by position, since their fields need no names) and maps are JSON. */
    static @Nullable String text(JsonNode cell, List<ResultColumn> columns, int column)
            throws SourceFailure {
        if (column >= columns.size()) {
            throw SourceFailure.unreadable();
        }
        ResultColumn shape = columns.get(column);
        String text = JsonCells.text(cell, shape.kind());
        return text != null && shape.type().equals(BINARY) ? Binary.ofBase64(text) : text;
    }
}
