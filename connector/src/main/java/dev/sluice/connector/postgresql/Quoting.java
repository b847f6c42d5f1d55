package dev.sluice.connector.postgresql;

import dev.sluice.core.TableName;
import java.util.List;

/** Writes names and values so that PostgreSQL reads them back as they are. */
final class Quoting {
    private Quoting() {}

    /** {@code "name"}, whatever it holds. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String table(TableName name) {
        return identifier(name.schema()) + '.' + identifier(name.name());
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
