package dev.sluice.connector.postgresql;

import java.util.List;

/** Writes values so that PostgreSQL reads them back as they are. */
final class Quoting {
    private Quoting() {}

    /** A quoted identifier. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The text form of a {@code text[]}, to be bound as a parameter. */
    static String arrayLiteral(List<String> values) {
        StringBuilder array = new StringBuilder("{");
        for (String value : values) {
            if (array.length() > 1) {
                array.append(',');
            }
            array.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return array.append('}').toString();
    }
}
