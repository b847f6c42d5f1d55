package dev.sluice.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final String PASSWORD = "correct horse battery";

    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void knowsItsOwnHashesAndThoseOfTheOtherKind(PasswordHash kind) {
        String hash = new Passwords(kind).hash(secret(PASSWORD));
        for (PasswordHash any : PasswordHash.values()) {
            Passwords passwords = new Passwords(any);
            assertThat(passwords.matches(secret(PASSWORD), hash)).isTrue();
            assertThat(passwords.matches(secret("correct horse batterz"), hash)).isFalse();
            assertThat(passwords.matches(secret(PASSWORD), null)).isFalse();
            assertThat(passwords.outdated(hash)).isEqualTo(any != kind);
        }
    }

    @Test
    void hashesWithArgon2idAsConfigured() {
        String hash = new Passwords(PasswordHash.ARGON2ID).hash(secret(PASSWORD));
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(new Passwords(PasswordHash.ARGON2ID).hash(secret(PASSWORD))).isNotEqualTo(hash);
    }

    @Test
    void refusesWeakPasswordsOfEitherKind() {
        for (PasswordHash kind : PasswordHash.values()) {
            Passwords passwords = new Passwords(kind);
            for (String weak : new String[] {"", "short", "é".repeat(40), "tab\tin the middle"}) {
                assertThatThrownBy(() -> passwords.hash(secret(weak)))
                        .isInstanceOf(SluiceException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$",
                "$argon2id$v=19$m=999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHRzb21lc2FsdA$"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$x"
            })
    void believesNoHashThatIsNone(String garbage) {
        for (PasswordHash kind : PasswordHash.values()) {
            assertThat(new Passwords(kind).matches(secret(PASSWORD), garbage)).isFalse();
        }
    }
}
