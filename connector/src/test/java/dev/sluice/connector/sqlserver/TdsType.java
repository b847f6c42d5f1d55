package dev.sluice.connector.sqlserver;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values lie on the wire ([MS-TDS] 2.2.5.4 and 2.2.5.5); temporal ones with seven digits. */
enum TdsType {
    BIT(0x68),
    INT(0x26),
    BIGINT(0x26),
    FLOAT(0x6D),
    /** {@code decimal(38, 10)}. */
    DECIMAL(0x6C),
    MONEY(0x6E),
    UNIQUEIDENTIFIER(0x24),
    DATE(0x28),
    TIME(0x29),
    DATETIME2(0x2A),
    DATETIMEOFFSET(0x2B),
    VARBINARY(0xA5),
    NVARCHAR(0xE7),
    NVARCHAR_MAX(0xE7),
    XML(0xF1);

    static final int DECIMAL_SCALE = 10;
    private static final int DIGITS = 7;
    private static final LocalDate DAY_0 = LocalDate.of(1, 1, 1);
    private static final int SHORT_NULL = 0xFFFF;

    private final int code;

    TdsType(int code) {
        this.code = code;
    }

    void describe(TdsBytes to) {
        to.u8(code);
        switch (this) {
            case BIT -> to.u8(1);
            case INT -> to.u8(4);
            case BIGINT, FLOAT, MONEY -> to.u8(8);
            case DECIMAL -> to.u8(17).u8(38).u8(DECIMAL_SCALE);
            case UNIQUEIDENTIFIER -> to.u8(16);
            case DATE -> {}
            case TIME, DATETIME2, DATETIMEOFFSET -> to.u8(DIGITS);
            case VARBINARY -> to.u16(8_000);
            case NVARCHAR -> to.u16(8_000).bytes(TdsBytes.COLLATION);
            case NVARCHAR_MAX -> to.u16(SHORT_NULL).bytes(TdsBytes.COLLATION);
            case XML -> to.u8(0);
        }
    }

    void write(TdsBytes to, @Nullable Object value) {
        if (value == null) {
            switch (this) {
                case VARBINARY, NVARCHAR -> to.u16(SHORT_NULL);
                case NVARCHAR_MAX, XML -> to.u64(-1);
                default -> to.u8(0);
            }
            return;
        }
        switch (this) {
            case BIT -> to.u8(1).u8((Boolean) value ? 1 : 0);
            case INT -> to.u8(4).u32((Integer) value);
            case BIGINT -> to.u8(8).u64((Long) value);
            case FLOAT -> to.u8(8).u64(Double.doubleToLongBits((Double) value));
            case DECIMAL -> decimal(to, (BigDecimal) value);
            case MONEY -> {
                long units = ((BigDecimal) value).movePointRight(4).longValueExact();
                to.u8(8).u32((int) (units >> 32)).u32((int) units);
            }
            case UNIQUEIDENTIFIER -> uuid(to, (UUID) value);
            case DATE -> date(to.u8(3), (LocalDate) value);
            case TIME -> time(to.u8(5), (LocalTime) value);
            case DATETIME2 -> {
                LocalDateTime at = (LocalDateTime) value;
                date(time(to.u8(8), at.toLocalTime()), at.toLocalDate());
            }
            case DATETIMEOFFSET -> {
                OffsetDateTime at = (OffsetDateTime) value;
                LocalDateTime utc = at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                date(time(to.u8(10), utc.toLocalTime()), utc.toLocalDate())
                        .u16(at.getOffset().getTotalSeconds() / 60);
            }
            case VARBINARY -> to.u16(((byte[]) value).length).bytes((byte[]) value);
            case NVARCHAR -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_16LE);
                to.u16(text.length).bytes(text);
            }
            case NVARCHAR_MAX, XML -> {
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_16LE);
                to.u64(text.length);
                if (text.length > 0) {
                    to.u32(text.length).bytes(text);
                }
                to.u32(0);
            }
        }
    }

    private static void decimal(TdsBytes to, BigDecimal value) {
        BigInteger digits = value.setScale(DECIMAL_SCALE).unscaledValue();
        byte[] magnitude = digits.abs().toByteArray();
        byte[] little = new byte[16];
        for (int i = 0; i < magnitude.length; i++) {
            little[i] = magnitude[magnitude.length - 1 - i];
        }
        to.u8(17).u8(digits.signum() < 0 ? 0 : 1).bytes(little);
    }

    private static void uuid(TdsBytes to, UUID value) {
        long high = value.getMostSignificantBits();
        to.u8(16).u32((int) (high >> 32)).u16((int) (high >> 16)).u16((int) high);
        long low = value.getLeastSignificantBits();
        for (int shift = 56; shift >= 0; shift -= 8) {
            to.u8((int) (low >> shift));
        }
    }

    private static TdsBytes date(TdsBytes to, LocalDate value) {
        return to.little(DAY_0.until(value, ChronoUnit.DAYS), 3);
    }

    private static TdsBytes time(TdsBytes to, LocalTime value) {
        return to.little(value.toNanoOfDay() / 100, 5);
    }
}
