package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.NamedSecrets;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretBundleTest {
    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Credential credential, SecretName name) {
        try (Secret opened = credential.open(name)) {
            return new String(opened.reveal(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void givesBackWhatWasEncoded() {
        try (SecretBundle bundle =
                        SecretBundle.of(
                                Map.of(
                                        SecretName.PASSWORD,
                                        secret("pässword\u0000\n"),
                                        SecretName.sshKey(3),
                                        secret("")));
                Secret encoded = bundle.encode();
                SecretBundle decoded = SecretBundle.decode(encoded)) {
            assertThat(decoded.names()).isEqualTo(bundle.names());
            assertThat(text(decoded, SecretName.PASSWORD)).isEqualTo("pässword\u0000\n");
            assertThat(text(decoded, SecretName.sshKey(3))).isEmpty();
            assertThat(decoded.has(SecretName.TOKEN)).isFalse();
            assertThatThrownBy(() -> decoded.open(SecretName.TOKEN))
                    .isInstanceOf(SluiceException.class);
            assertThat(bundle.toString()).doesNotContain("pässword");
        }
    }

    @Test
    void zeroesItsSecretsWhenClosed() {
        Secret password = secret("first");
        SecretBundle.ofPassword(password).close();
        assertThatThrownBy(password::reveal).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesNamesThatAreNone() {
        Secret secret = secret("s");
        NamedSecrets dotted = new NamedSecrets(Map.of("a.b", secret));
        assertThatThrownBy(() -> new SecretBundle(dotted)).isInstanceOf(SluiceException.class);
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SecretName("Password")).isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> new SecretName("")).isInstanceOf(SluiceException.class);
    }

    @Test
    void refusesWhatItDidNotEncode() {
        byte[] good;
        try (SecretBundle bundle = SecretBundle.ofPassword(secret("password"));
                Secret encoded = bundle.encode()) {
            good = encoded.reveal().clone();
        }
        for (int length = 1; length < good.length; length++) {
            assertBroken(Arrays.copyOf(good, length));
        }
        assertBroken("password".getBytes(StandardCharsets.UTF_8));
    }

    private static void assertBroken(byte[] bytes) {
        assertThatThrownBy(() -> SecretBundle.decode(Secret.takingOver(bytes)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.SEAL_BROKEN));
    }
}
