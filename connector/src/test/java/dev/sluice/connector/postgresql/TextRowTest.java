package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.Tuple;

class TextRowTest {
    private static TextRow row(String text) {
        byte[] cell = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        return new TextRow().at(new Tuple(new byte[][] {cell}));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, -7, 1_000_000, Long.MAX_VALUE, Long.MIN_VALUE})
    void readsWholeNumbers(long value) {
        assertThat(row(Long.toString(value)).integer(0)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.5", "NaN", "+1", " 1", "1e3"})
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> row(text).integer(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTheValueOfANull() {
        assertThat(row(null).isNull(0)).isTrue();
        assertThatThrownBy(() -> row(null).text(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
