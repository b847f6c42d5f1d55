package dev.sluice.connector.mysql;

import dev.sluice.connector.jdbc.Cells;
import java.nio.charset.StandardCharsets;
import java.util.Calendar;
import org.mariadb.jdbc.client.ColumnDecoder;
import org.mariadb.jdbc.client.Context;
import org.mariadb.jdbc.client.ReadableByteBuf;
import org.mariadb.jdbc.client.socket.Writer;
import org.mariadb.jdbc.client.util.MutableInt;
import org.mariadb.jdbc.plugin.Codec;

/**
 * Reads values as they came. The driver's own texts of dates go through the JVM's time zone, and
 * dates such as {@code 2024-00-00} through types that have no such date.
 *
 * @see <a
 *     href="https://mariadb.com/docs/server/reference/clientserver-protocol/4-server-response-packets/resultset-row#binary-resultset-row">
 *     binary rows</a>
 */
public final class WireCodec implements Codec<WireValue> {
    @Override
    public String className() {
        return WireValue.class.getName();
    }

    @Override
    public boolean canDecode(ColumnDecoder column, Class<?> type) {
        return type == WireValue.class;
    }

    @Override
    public boolean canEncode(Object value) {
        return false;
    }

    /** Statements that cannot be prepared alone have such rows. */
    @Override
    public WireValue decodeText(
            ReadableByteBuf bytes,
            MutableInt length,
            ColumnDecoder column,
            Calendar calendar,
            Context context) {
        byte[] value = bytes.readBytes(length.get());
        return new WireValue(
                switch (column.getType()) {
                    case BIT -> bits(value, column);
                    case GEOMETRY -> Cells.hex(value);
                    default -> string(value, column);
                });
    }

    @Override
    public WireValue decodeBinary(
            ReadableByteBuf bytes,
            MutableInt length,
            ColumnDecoder column,
            Calendar calendar,
            Context context) {
        boolean signed = column.isSigned();
        int decimals = column.getDecimals();
        return new WireValue(
                switch (column.getType()) {
                    case TINYINT -> ascii(signed ? bytes.readByte() : bytes.readUnsignedByte());
                    case SMALLINT -> ascii(signed ? bytes.readShort() : bytes.readUnsignedShort());
                    case YEAR -> Cells.utf8(BinaryDates.year(bytes));
                    case MEDIUMINT -> ascii(bytes.readInt());
                    case INTEGER -> ascii(signed ? bytes.readInt() : bytes.readUnsignedInt());
                    case BIGINT -> {
                        long number = bytes.readLong();
                        yield Cells.utf8(
                                signed ? Long.toString(number) : Long.toUnsignedString(number));
                    }
                    case FLOAT -> Cells.utf8(Float.toString(bytes.readFloat()));
                    case DOUBLE -> Cells.utf8(Double.toString(bytes.readDouble()));
                    case DATE, NEWDATE -> Cells.utf8(BinaryDates.date(bytes, length.get()));
                    case DATETIME, TIMESTAMP ->
                            Cells.utf8(BinaryDates.dateTime(bytes, length.get(), decimals));
                    case TIME -> Cells.utf8(BinaryDates.time(bytes, length.get(), decimals));
                    case BIT -> bits(bytes.readBytes(length.get()), column);
                    case GEOMETRY -> Cells.hex(bytes.readBytes(length.get()));
                    case JSON, DECIMAL, OLDDECIMAL -> bytes.readBytes(length.get());
                    default -> string(bytes.readBytes(length.get()), column);
                });
    }

    private static byte[] ascii(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    /** Text in the connection's UTF-8, or bytes of no character set. */
    private static byte[] string(byte[] value, ColumnDecoder column) {
        return switch (column.getType()) {
            case VARCHAR, VARSTRING, STRING, TINYBLOB, MEDIUMBLOB, LONGBLOB, BLOB ->
                    column.isBinary() ? Cells.hex(value) : value;
            default -> value;
        };
    }

    /** As many digits as the type has bits. */
    private static byte[] bits(byte[] value, ColumnDecoder column) {
        int width = (int) Math.min(column.getColumnLength(), 8L * value.length);
        byte[] digits = new byte[width];
        for (int i = 0; i < width; i++) {
            int bit = width - 1 - i;
            int octet = value[value.length - 1 - bit / 8];
            digits[i] = (byte) ('0' + ((octet >> (bit % 8)) & 1));
        }
        return digits;
    }

    @Override
    public void encodeText(
            Writer writer, Context context, WireValue value, Calendar calendar, Long max) {
        throw new UnsupportedOperationException("values are read, not sent");
    }

    @Override
    public int getApproximateTextProtocolLength(WireValue value, Long length) {
        throw new UnsupportedOperationException("values are read, not sent");
    }

    @Override
    public void encodeBinary(
            Writer writer, Context context, WireValue value, Calendar calendar, Long max) {
        throw new UnsupportedOperationException("values are read, not sent");
    }

    @Override
    public int getBinaryEncodeType() {
        throw new UnsupportedOperationException("values are read, not sent");
    }
}
