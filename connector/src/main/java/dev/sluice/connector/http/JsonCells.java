package dev.sluice.connector.http;

import dev.sluice.connector.ResultColumn.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Values of answers in JSON as the texts that are passed on. Services write what JSON's numbers
 * cannot hold as strings; both spellings are taken, and nothing else.
 */
public final class JsonCells {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final int NUMBER_CHARACTERS_MAX = 400;

    private JsonCells() {}

    /**
     * The text of a value; what is no single value becomes JSON.
     *
     * @return null for a null
     * @throws SourceFailure when it is no value of this kind
     */
    public static @Nullable String text(JsonNode cell, Kind kind) throws SourceFailure {
        if (cell.isNull()) {
            return null;
        }
        if (cell.isContainer()) {
            return kind == Kind.TEXT ? cell.toString() : refuse();
        }
        String text = cell.asString("");
        return switch (kind) {
            case TEXT -> text;
            case BOOLEAN -> text.equals("true") || text.equals("false") ? text : refuse();
            case INTEGER -> integer(text);
            case FLOAT -> number(text);
        };
    }

    private static String integer(String text) throws SourceFailure {
        try {
            return Long.toString(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw SourceFailure.unreadable();
        }
    }

    private static String number(String text) throws SourceFailure {
        return switch (text) {
            case "NaN", "nan", "-nan" -> "NaN";
            case "Infinity", "inf", "+inf", "Inf" -> "Infinity";
            case "-Infinity", "-inf", "-Inf" -> "-Infinity";
            default ->
                    text.length() <= NUMBER_CHARACTERS_MAX && NUMBER.matcher(text).matches()
                            ? text
                            : refuse();
        };
    }

    private static String refuse() throws SourceFailure {
        throw SourceFailure.unreadable();
    }
}
