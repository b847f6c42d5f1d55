package dev.sluice.connector.snowflake;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.http.SourceFailure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The API's values as texts: numbers come as their digits, times as seconds since their beginning.
 *
 * @see <a href="https://docs.snowflake.com/en/developer-guide/sql-api/handling-responses">Handling
 *     responses</a>
 */
final class Types {
    private static final int DIGITS_MAX = 9;
    private static final int OFFSET_ZERO = 1_440;
    private static final int CHARACTERS_MAX = 64;
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern HEXADECIMAL = Pattern.compile("([0-9A-Fa-f]{2})*");

    private Types() {}

    /** A column as the answer describes it. */
    record Shape(ResultColumn column, String type, int scale) {}

    static Shape shape(JsonNode column) throws SourceFailure {
        String type = column.path("type").asString("").toLowerCase(Locale.ROOT);
        int scale = column.path("scale").asInt(0);
        if (type.isEmpty() || scale < 0 || scale > 38) {
            throw SourceFailure.unreadable();
        }
        return new Shape(
                new ResultColumn(column.path("name").asString(""), name(type), kind(type)),
                type,
                scale);
    }

    private static String name(String type) {
        return switch (type) {
            case "fixed" -> "number";
            case "real" -> "float";
            default -> type;
        };
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "boolean" -> Kind.BOOLEAN;
            case "real" -> Kind.FLOAT;
            // A number has up to 38 digits.
            default -> Kind.TEXT;
        };
    }

    static @Nullable String text(JsonNode cell, Shape shape) throws SourceFailure {
        if (cell.isNull()) {
            return null;
        }
        if (cell.isContainer()) {
            throw SourceFailure.unreadable();
        }
        String text = cell.asString("");
        try {
            return switch (shape.type()) {
                case "fixed" -> new BigDecimal(bounded(text)).toPlainString();
                case "real" -> real(bounded(text));
                case "boolean" -> bool(text);
                case "binary" -> binary(text);
                case "date" -> WHOLE.matcher(text).matches() ? date(text) : bounded(text);
                case "time" -> isSeconds(text) ? time(text, shape.scale()) : bounded(text);
                case "timestamp_ntz" ->
                        isSeconds(text) ? local(text, shape.scale()) : bounded(text);
                case "timestamp_ltz" ->
                        isSeconds(text) ? local(text, shape.scale()) + " +00:00" : bounded(text);
                case "timestamp_tz" -> offset(bounded(text), shape.scale());
                default -> text;
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw SourceFailure.unreadable();
        }
    }

    private static String bounded(String text) throws SourceFailure {
        if (text.length() > CHARACTERS_MAX) {
            throw SourceFailure.unreadable();
        }
        return text;
    }

    private static boolean isSeconds(String text) {
        return text.length() <= CHARACTERS_MAX && text.indexOf('-', 1) < 0 && text.indexOf(':') < 0;
    }

    private static String real(String text) {
        return switch (text) {
            case "NaN" -> text;
            case "inf", "Infinity" -> "Infinity";
            case "-inf", "-Infinity" -> "-Infinity";
            default -> Double.toString(Double.parseDouble(text));
        };
    }

    private static String bool(String text) throws SourceFailure {
        return switch (text) {
            case "true", "1" -> "true";
            case "false", "0" -> "false";
            default -> throw SourceFailure.unreadable();
        };
    }

    private static String binary(String text) throws SourceFailure {
        if (!HEXADECIMAL.matcher(text).matches()) {
            throw SourceFailure.unreadable();
        }
        return "\\x" + text.toLowerCase(Locale.ROOT);
    }

    private static String date(String days) {
        return LocalDate.ofEpochDay(Long.parseLong(days)).toString();
    }

    private static String time(String seconds, int scale) {
        long nanos = nanos(seconds).longValueExact();
        return format("HH:mm:ss", scale).format(LocalTime.ofNanoOfDay(nanos));
    }

    private static String local(String seconds, int scale) {
        return format("uuuu-MM-dd HH:mm:ss", scale).format(at(nanos(seconds)));
    }

    /** Seconds, and minutes east of Greenwich plus a day's. */
    private static String offset(String text, int scale) {
        int blank = text.indexOf(' ');
        if (blank < 0 || text.indexOf('-', 1) >= 0) {
            return text;
        }
        int minutes = Integer.parseInt(text.substring(blank + 1)) - OFFSET_ZERO;
        OffsetDateTime at =
                at(nanos(text.substring(0, blank)))
                        .atOffset(ZoneOffset.UTC)
                        .withOffsetSameInstant(ZoneOffset.ofTotalSeconds(minutes * 60));
        return format("uuuu-MM-dd HH:mm:ss", scale).format(at)
                + " "
                + (minutes == 0 ? "+00:00" : at.getOffset().getId());
    }

    private static BigInteger nanos(String seconds) {
        return new BigDecimal(seconds).multiply(NANOS).toBigIntegerExact();
    }

    private static LocalDateTime at(BigInteger nanos) {
        BigInteger second = BigInteger.valueOf(1_000_000_000L);
        BigInteger rest = nanos.mod(second);
        return LocalDateTime.ofEpochSecond(
                nanos.subtract(rest).divide(second).longValueExact(),
                rest.intValueExact(),
                ZoneOffset.UTC);
    }

    private static DateTimeFormatter format(String pattern, int scale) {
        DateTimeFormatterBuilder format = new DateTimeFormatterBuilder().appendPattern(pattern);
        int digits = Math.min(scale, DIGITS_MAX);
        if (digits > 0) {
            format.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true);
        }
        return format.toFormatter(Locale.ROOT);
    }
}
