package dev.sluice.connector.mysql;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.jdbc.CellReader;
import dev.sluice.connector.jdbc.JdbcColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of an answer. */
final class Types {
    private static final CellReader READER =
            (rows, column) -> {
                WireValue value = rows.getObject(column, WireValue.class);
                return value == null ? null : value.utf8();
            };

    private Types() {}

    static List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        List<JdbcColumn> columns = new ArrayList<>();
        for (int i = 1; i <= answer.getColumnCount(); i++) {
            String type = answer.getColumnTypeName(i).toLowerCase(Locale.ROOT);
            columns.add(
                    new JdbcColumn(
                            new ResultColumn(answer.getColumnLabel(i), type, kind(type)), READER));
        }
        return List.copyOf(columns);
    }

    /** A BIGINT without sign has 64 bits of its own. */
    private static Kind kind(String type) {
        return switch (type.replace(" unsigned", "")) {
            case "tinyint", "smallint", "mediumint", "int", "integer", "year" -> Kind.INTEGER;
            case "bigint" -> type.equals("bigint") ? Kind.INTEGER : Kind.TEXT;
            case "float", "double" -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }
}
