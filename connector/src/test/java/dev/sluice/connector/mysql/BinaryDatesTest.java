package dev.sluice.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.client.ReadableByteBuf;

/** Bytes as the protocol's documentation lays them out, numbers little-endian. */
class BinaryDatesTest {
    private static ReadableByteBuf bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new ReadableByteBuf(bytes);
    }

    @Test
    void readsDatesThatTheCalendarDoesNotHave() {
        assertThat(BinaryDates.date(bytes(), 0)).isEqualTo("0000-00-00");
        assertThat(BinaryDates.date(bytes(0xe8, 7, 2, 0), 4)).isEqualTo("2024-02-00");
    }

    @Test
    void fillsUpWhatTheServerLeavesOut() {
        assertThat(BinaryDates.dateTime(bytes(), 0, 0)).isEqualTo("0000-00-00 00:00:00");
        assertThat(BinaryDates.dateTime(bytes(0xe8, 7, 2, 29), 4, 3))
                .isEqualTo("2024-02-29 00:00:00.000");
        assertThat(BinaryDates.dateTime(bytes(0xe8, 7, 2, 29, 23, 59, 58), 7, 0))
                .isEqualTo("2024-02-29 23:59:58");
    }

    @Test
    void keepsAsManyDigitsAsTheTypeHas() {
        int[] moment = {0xe8, 7, 2, 29, 1, 2, 3, 0x40, 0xe2, 1, 0}; // 123456 microseconds
        assertThat(BinaryDates.dateTime(bytes(moment), 11, 6))
                .isEqualTo("2024-02-29 01:02:03.123456");
        assertThat(BinaryDates.dateTime(bytes(moment), 11, 2)).isEqualTo("2024-02-29 01:02:03.12");
        assertThat(BinaryDates.dateTime(bytes(moment), 11, 39))
                .isEqualTo("2024-02-29 01:02:03.123456");
    }

    @Test
    void readsSpansOfManyDays() {
        assertThat(BinaryDates.time(bytes(), 0, 0)).isEqualTo("00:00:00");
        assertThat(BinaryDates.time(bytes(1, 34, 0, 0, 0, 22, 59, 59), 8, 0))
                .isEqualTo("-838:59:59");
        assertThat(BinaryDates.time(bytes(0, 0, 0, 0, 0, 7, 8, 9, 1, 0, 0, 0), 12, 6))
                .isEqualTo("07:08:09.000001");
    }
}
