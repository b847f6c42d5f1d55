package dev.sluice.connector.sqlserver;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.jdbc.CellReader;
import dev.sluice.connector.jdbc.Cells;
import dev.sluice.connector.jdbc.JdbcColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How values are read so that none of them changes: by the driver's text wherever it is exact. */
final class Types {
    private Types() {}

    static List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        List<JdbcColumn> columns = new ArrayList<>(answer.getColumnCount());
        for (int i = 1; i <= answer.getColumnCount(); i++) {
            String type = answer.getColumnTypeName(i).toLowerCase(Locale.ROOT);
            columns.add(
                    new JdbcColumn(
                            new ResultColumn(answer.getColumnLabel(i), type, kind(type)),
                            reader(type)));
        }
        return columns;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "bit" -> Kind.BOOLEAN;
            case "tinyint", "smallint", "int", "bigint" -> Kind.INTEGER;
            case "float", "real" -> Kind.FLOAT;
            default -> Kind.TEXT;
        };
    }

    private static CellReader reader(String type) {
        return switch (type) {
            case "bit" -> Cells.BOOLEAN;
            case "tinyint", "smallint", "int", "bigint" -> Cells.INTEGER;
            case "float" -> Cells.DOUBLE;
            case "real" -> Cells.REAL;
            case "decimal", "numeric", "money", "smallmoney" -> Cells.DECIMAL;
            case "binary", "varbinary", "image", "timestamp", "udt", "geometry", "geography" ->
                    Cells.BINARY;
            default -> Cells.TEXT;
        };
    }
}
