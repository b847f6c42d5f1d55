package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneratedPasswordTest {
    @Test
    void isLongMixedAndHarmlessInEveryLiteral() {
        for (int i = 0; i < 1_000; i++) {
            String password = new String(GeneratedPassword.characters());

            assertThat(password)
                    .hasSizeGreaterThanOrEqualTo(20)
                    .matches("[A-Za-z0-9_.~-]+")
                    .containsPattern("[a-z]")
                    .containsPattern("[A-Z]")
                    .containsPattern("[0-9]")
                    .containsPattern("[_.~-]");
        }
    }

    @Test
    void isNeverTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(new String(GeneratedPassword.characters()))).isTrue();
        }
    }
}
