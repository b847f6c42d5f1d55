package dev.sluice.connector.duckdb;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.Row;
import dev.sluice.connector.duckdb.frame.Cells;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One view that is moved from row to row. */
final class CellsRow implements Row {
    private static final byte[] NOT_A_NUMBER = ascii("NaN");
    private static final byte[] INFINITY = ascii("Infinity");
    private static final byte[] MINUS_INFINITY = ascii("-Infinity");

    private final List<ResultColumn> columns;
    private Cells cells = new Cells(List.of());

    CellsRow(List<ResultColumn> columns) {
        this.columns = columns;
    }

    CellsRow at(Cells next) {
        cells = next;
        return this;
    }

    @Override
    public boolean isNull(int column) {
        return cells.get(column) == null;
    }

    @Override
    public byte[] utf8(int column) {
        byte[] cell = cells.get(column);
        if (cell == null) {
            throw new IllegalArgumentException("column is null: " + column);
        }
        return columns.get(column).kind() == Kind.FLOAT ? number(cell) : cell;
    }

    @Override
    public boolean bool(int column) {
        return utf8(column)[0] == 't';
    }

    @Override
    public long integer(int column) {
        return Long.parseLong(text(column));
    }

    /** DuckDB writes {@code nan}, {@code inf} and {@code -inf}, and numbers as JSON does. */
    private static byte[] number(byte[] cell) {
        return switch (cell[cell.length - 1]) {
            case 'n' -> NOT_A_NUMBER;
            case 'f' -> cell[0] == '-' ? MINUS_INFINITY : INFINITY;
            default -> cell;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
