package dev.sluice.connector.mysql;

import java.util.Locale;
import org.mariadb.jdbc.client.ReadableByteBuf;

/**
 * Dates and times of the binary protocol, whose trailing zeros the server leaves out: in the form
 * that the server prints, whatever date or time they say.
 */
final class BinaryDates {
    private static final int DATE_BYTES = 4;
    private static final int TIME_BYTES = 8;
    private static final int DATE_TIME_BYTES = 7;
    private static final int HOURS_OF_DAY = 24;
    private static final int MICRO_DIGITS = 6;

    private BinaryDates() {}

    static String year(ReadableByteBuf bytes) {
        return String.format(Locale.ROOT, "%04d", bytes.readUnsignedShort());
    }

    static String date(ReadableByteBuf bytes, int length) {
        return length < DATE_BYTES
                ? "0000-00-00"
                : String.format(
                        Locale.ROOT,
                        "%04d-%02d-%02d",
                        bytes.readUnsignedShort(),
                        (int) bytes.readByte(),
                        (int) bytes.readByte());
    }

    static String dateTime(ReadableByteBuf bytes, int length, int decimals) {
        String date = date(bytes, length);
        int hours = 0;
        int minutes = 0;
        int seconds = 0;
        if (length >= DATE_TIME_BYTES) {
            hours = bytes.readByte();
            minutes = bytes.readByte();
            seconds = bytes.readByte();
        }
        long micros = length > DATE_TIME_BYTES ? bytes.readUnsignedInt() : 0;
        return date
                + String.format(Locale.ROOT, " %02d:%02d:%02d", hours, minutes, seconds)
                + fraction(micros, decimals);
    }

    /** From -838:59:59 to 838:59:59: it is a span as well. */
    static String time(ReadableByteBuf bytes, int length, int decimals) {
        if (length < TIME_BYTES) {
            return "00:00:00" + fraction(0, decimals);
        }
        String sign = bytes.readByte() == 1 ? "-" : "";
        long hours = bytes.readUnsignedInt() * HOURS_OF_DAY + bytes.readByte();
        String time =
                String.format(
                        Locale.ROOT,
                        "%02d:%02d:%02d",
                        hours,
                        (int) bytes.readByte(),
                        (int) bytes.readByte());
        long micros = length > TIME_BYTES ? bytes.readUnsignedInt() : 0;
        return sign + time + fraction(micros, decimals);
    }

    /**
     * @param decimals digits of the type; more than six where it leaves them open
     */
    private static String fraction(long micros, int decimals) {
        if (decimals == 0 || (micros == 0 && decimals > MICRO_DIGITS)) {
            return "";
        }
        String digits = String.format(Locale.ROOT, "%06d", micros);
        return "." + digits.substring(0, Math.min(decimals, MICRO_DIGITS));
    }
}
