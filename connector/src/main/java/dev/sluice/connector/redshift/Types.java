package dev.sluice.connector.redshift;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.jdbc.Cells;
import dev.sluice.connector.jdbc.JdbcColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How columns are named; values are passed on as the text that comes over the wire. */
final class Types {
    private Types() {}

    static List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        List<JdbcColumn> columns = new ArrayList<>(answer.getColumnCount());
        for (int i = 1; i <= answer.getColumnCount(); i++) {
            String type = name(answer.getColumnTypeName(i));
            columns.add(
                    new JdbcColumn(
                            new ResultColumn(answer.getColumnLabel(i), type, kind(type)),
                            type.equals("boolean") ? Cells.BOOLEAN : Cells.TEXT));
        }
        return columns;
    }

    private static String name(String type) {
        return switch (type) {
            case "bool" -> "boolean";
            case "int2" -> "smallint";
            case "int4" -> "integer";
            case "int8" -> "bigint";
            case "float4" -> "real";
            case "float8" -> "double precision";
            case "bpchar" -> "character";
            case "varchar" -> "character varying";
            case "time" -> "time without time zone";
            case "timetz" -> "time with time zone";
            case "timestamp" -> "timestamp without time zone";
            case "timestamptz" -> "timestamp with time zone";
            default -> type;
        };
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "boolean" -> Kind.BOOLEAN;
            case "smallint", "integer", "bigint" -> Kind.INTEGER;
            case "real", "double precision" -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }
}
