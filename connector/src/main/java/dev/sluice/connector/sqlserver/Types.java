package dev.sluice.connector.sqlserver;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.jdbc.CellReader;
import dev.sluice.connector.jdbc.Cells;
import dev.sluice.connector.jdbc.JdbcColumn;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values are read so that none of them changes: by the driver's text wherever it is exact. */
final class Types {
    private static final LocalDate MOVED_FIRST = LocalDate.of(1582, 10, 15);

    private Types() {}

    static List<JdbcColumn> columns(ResultSetMetaData answer) throws SQLException {
        List<JdbcColumn> columns = new ArrayList<>(answer.getColumnCount());
        for (int i = 1; i <= answer.getColumnCount(); i++) {
            String type = answer.getColumnTypeName(i).toLowerCase(Locale.ROOT);
            columns.add(
                    new JdbcColumn(
                            new ResultColumn(answer.getColumnLabel(i), type, kind(type)),
                            reader(type, answer.getScale(i))));
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

    private static CellReader reader(String type, int scale) {
        return switch (type) {
            case "bit" -> Cells.BOOLEAN;
            case "tinyint", "smallint", "int", "bigint" -> Cells.INTEGER;
            case "float" -> Cells.DOUBLE;
            case "real" -> Cells.REAL;
            case "decimal", "numeric", "money", "smallmoney" -> Cells.DECIMAL;
            case "binary", "varbinary", "image", "timestamp", "udt", "geometry", "geography" ->
                    Cells.BINARY;
            case "date" -> (rows, column) -> text(rows.getObject(column, LocalDate.class));
            case "datetime2", "datetime", "smalldatetime" -> local(scale);
            case "datetimeoffset" -> offset(scale);
            default -> Cells.TEXT;
        };
    }

    /** The driver's own text counts days of October 1582 that there are in this calendar. */
    private static CellReader local(int scale) {
        DateTimeFormatter format = format(scale).toFormatter(Locale.ROOT);
        return (rows, column) -> {
            LocalDateTime value = rows.getObject(column, LocalDateTime.class);
            return value == null ? null : Cells.utf8(format.format(value));
        };
    }

    private static CellReader offset(int scale) {
        DateTimeFormatter format =
                format(scale).appendLiteral(' ').appendOffset("+HH:MM", "+00:00").toFormatter();
        return (rows, column) -> {
            OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
            if (value != null && isAmbiguous(value)) {
                throw new SQLException("the driver moves this day", "22008");
            }
            return value == null ? null : Cells.utf8(format.format(value));
        };
    }

    /**
     * The ten days before 15 October 1582, which the Julian calendar left out and SQL Server's has,
     * reach us as those ten days later: better no answer than another day.
     */
    private static boolean isAmbiguous(OffsetDateTime value) {
        LocalDate day = value.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
        return !day.isBefore(MOVED_FIRST) && day.isBefore(MOVED_FIRST.plusDays(10));
    }

    private static DateTimeFormatterBuilder format(int scale) {
        DateTimeFormatterBuilder format =
                new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd HH:mm:ss");
        return scale > 0
                ? format.appendFraction(ChronoField.NANO_OF_SECOND, scale, scale, true)
                : format;
    }

    private static byte @Nullable [] text(@Nullable Object value) {
        return value == null ? null : Cells.utf8(value.toString());
    }
}
