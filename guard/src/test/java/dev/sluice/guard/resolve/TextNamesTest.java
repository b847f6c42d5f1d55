package dev.sluice.guard.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.tree.Expression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextNamesTest {
    private static String of(String literal) {
        return TextNames.of(new Expression.TextLiteral(literal));
    }

    @Test
    void namesAColumnAfterItsText() {
        assertThat(of("it's é 😀")).isEqualTo("'it''s é 😀'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "\t", "a\u200db", "\u202e", "a\u00a0b", "\ud83d", "\u3164"})
    void leavesOutWhatNoNameMayHold(String literal) {
        assertThat(of(literal)).isEqualTo("…");
    }

    @Test
    void cutsNoCharacterIntoHalves() {
        assertThat(of("x".repeat(198) + "😀y")).isEqualTo("'" + "x".repeat(198));
    }
}
