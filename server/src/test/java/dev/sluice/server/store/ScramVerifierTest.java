package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ScramVerifierTest {
    /** Salt, password and iterations of the exchange in RFC 7677 section 3. */
    @Test
    void agreesWithTheExampleOfRfc7677() {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        assertThat(ScramVerifier.of(secret("pencil"), salt, 4096))
                .isEqualTo(
                        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                                + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
                                + "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    }

    @Test
    void takesAnotherSaltEachTime() {
        try (Secret password = StorePassword.random()) {
            assertThat(ScramVerifier.of(password)).isNotEqualTo(ScramVerifier.of(password));
        }
    }

    @Test
    void refusesWhatIsNotAscii() {
        assertThatThrownBy(() -> ScramVerifier.of(secret("p\u00e4ss")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ScramVerifier.of(secret("a b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }
}
