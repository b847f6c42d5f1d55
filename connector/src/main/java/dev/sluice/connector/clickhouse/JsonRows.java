package dev.sluice.connector.clickhouse;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.JsonCells;
import dev.sluice.connector.http.SourceFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** Reads {@code JSONCompactEachRowWithNamesAndTypes}: a line of names, one of types, the rows. */
final class JsonRows {
    private static final ObjectReader LINES =
            HttpReply.JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonRows() {}

    static void read(byte[] body, Answer answer) throws SourceFailure {
        try (JsonParser lines = HttpReply.JSON.createParser(body)) {
            JsonNode names = next(lines);
            JsonNode types = next(lines);
            if (names == null || types == null) {
                throw SourceFailure.unreadable();
            }
            answer.columns(columns(names, types));
            for (JsonNode row = next(lines); row != null; row = next(lines)) {
                if (!answer.add(texts(row, answer.columns()))) {
                    return;
                }
            }
        } catch (JacksonException e) {
            throw SourceFailure.unreadable();
        }
    }

    private static @Nullable JsonNode next(JsonParser lines) {
        return lines.nextToken() == null ? null : LINES.readTree(lines);
    }

    private static List<ResultColumn> columns(JsonNode names, JsonNode types) throws SourceFailure {
        if (!names.isArray() || !types.isArray() || names.size() != types.size()) {
            throw SourceFailure.unreadable();
        }
        List<ResultColumn> columns = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            String type = plain(types.get(i).asString(""));
            columns.add(new ResultColumn(names.get(i).asString(""), type, kind(type)));
        }
        return columns;
    }

    private static List<@Nullable String> texts(JsonNode row, List<ResultColumn> columns)
            throws SourceFailure {
        if (row.size() != columns.size()) {
            throw SourceFailure.unreadable();
        }
        List<@Nullable String> texts = new ArrayList<>(row.size());
        for (JsonNode cell : row) {
            texts.add(JsonCells.text(cell, columns.get(texts.size()).kind()));
        }
        return texts;
    }

    /** Without wrappers that say nothing about values, and without parameters. */
    static String plain(String type) {
        String bare = type;
        for (String wrapper : List.of("LowCardinality(", "Nullable(")) {
            if (bare.startsWith(wrapper) && bare.endsWith(")")) {
                bare = bare.substring(wrapper.length(), bare.length() - 1);
            }
        }
        int bracket = bare.indexOf('(');
        return bracket < 0 ? bare : bare.substring(0, bracket);
    }

    /** What {@code UInt64} holds may be more than 64 bits with a sign. */
    private static Kind kind(String type) {
        return switch (type) {
            case "Bool" -> Kind.BOOLEAN;
            case "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32" -> Kind.INTEGER;
            case "Float32", "Float64", "BFloat16" -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }
}
