package dev.sluice.connector.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Readers for what drivers agree on; values whose text a driver changes need one of an engine's
 * own.
 */
public final class Cells {
    /** What the driver takes for the value's text. */
    public static final CellReader TEXT =
            (rows, column) -> {
                String text = rows.getString(column);
                return text == null ? null : utf8(text);
            };

    /** Numbers of any precision, never with an exponent. */
    public static final CellReader DECIMAL =
            (rows, column) -> {
                var number = rows.getBigDecimal(column);
                return number == null ? null : utf8(number.toPlainString());
            };

    /** Whole numbers of at most 64 bits. */
    public static final CellReader INTEGER =
            (rows, column) -> {
                long number = rows.getLong(column);
                return rows.wasNull() ? null : utf8(Long.toString(number));
            };

    public static final CellReader DOUBLE =
            (rows, column) -> {
                double number = rows.getDouble(column);
                return rows.wasNull() ? null : utf8(Double.toString(number));
            };

    /** With as many digits as it takes to tell the number from its neighbours. */
    public static final CellReader REAL =
            (rows, column) -> {
                float number = rows.getFloat(column);
                return rows.wasNull() ? null : utf8(Float.toString(number));
            };

    public static final CellReader BOOLEAN =
            (rows, column) -> {
                boolean value = rows.getBoolean(column);
                return rows.wasNull() ? null : utf8(Boolean.toString(value));
            };

    public static final CellReader BINARY =
            (rows, column) -> {
                byte[] bytes = rows.getBytes(column);
                return bytes == null ? null : hex(bytes);
            };

    private Cells() {}

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** {@code \x} and two digits a byte. */
    public static byte[] hex(byte[] bytes) {
        return utf8("\\x" + HexFormat.of().formatHex(bytes));
    }
}
