package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
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
        try (SecretBundle bundle = SecretBundle.ofPassword(secret("pässword\u0000\n"))) {
            bundle.put(SecretName.sshKey(3), secret(""));
            bundle.put(SecretName.TOKEN, secret("t".repeat(SecretBundle.SECRET_BYTES_MAX)));
            try (Secret encoded = bundle.encode();
                    SecretBundle decoded = SecretBundle.decode(encoded)) {
                assertThat(decoded.names()).isEqualTo(bundle.names());
                assertThat(text(decoded, SecretName.PASSWORD)).isEqualTo("pässword\u0000\n");
                assertThat(text(decoded, SecretName.sshKey(3))).isEmpty();
                assertThat(text(decoded, SecretName.TOKEN)).hasSize(SecretBundle.SECRET_BYTES_MAX);
            }
        }
    }

    @Test
    void zeroesItsSecretsWhenClosedOrReplaced() {
        Secret first = secret("first");
        Secret second = secret("second");
        SecretBundle bundle = SecretBundle.ofPassword(first);
        bundle.put(SecretName.PASSWORD, second);
        assertThatThrownBy(first::reveal).isInstanceOf(IllegalStateException.class);
        bundle.close();
        assertThatThrownBy(second::reveal).isInstanceOf(IllegalStateException.class);
        assertThat(bundle.names()).isEmpty();
    }

    @Test
    void printsNamesAlone() {
        try (SecretBundle bundle = SecretBundle.ofPassword(secret("marker"))) {
            assertThat(bundle.toString()).doesNotContain("marker");
        }
    }

    @Test
    void refusesWhatIsTooLongOrTooMany() {
        try (SecretBundle bundle = new SecretBundle()) {
            assertThatThrownBy(() ->
                            bundle.put(
                                    SecretName.TOKEN,
                                    secret("x".repeat(SecretBundle.SECRET_BYTES_MAX + 1))))
                    .isInstanceOf(SluiceException.class);
            for (int i = 0; i < SecretBundle.SECRETS_MAX; i++) {
                bundle.put(SecretName.sshKey(i), secret("k"));
            }
            assertThatThrownBy(() -> bundle.put(SecretName.TOKEN, secret("t")))
                    .isInstanceOf(SluiceException.class);
            assertThatThrownBy(() -> bundle.open(SecretName.TOKEN))
                    .isInstanceOf(SluiceException.class);
        }
        assertThatThrownBy(() -> new SecretName("Password")).isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> new SecretName("")).isInstanceOf(SluiceException.class);
    }

    @Test
    void refusesGarbage() {
        byte[] good;
        try (SecretBundle bundle = SecretBundle.ofPassword(secret("password"));
                Secret encoded = bundle.encode()) {
            good = encoded.reveal().clone();
        }
        for (int length = 0; length < good.length; length++) {
            if (length != 1) { // the format alone is an empty bundle
                assertBroken(Arrays.copyOf(good, length));
            }
        }
        assertBroken("password".getBytes(StandardCharsets.UTF_8));
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[2 + random.nextInt(40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (i % 2);
            try (SecretBundle decoded = SecretBundle.decode(Secret.takingOver(bytes))) {
                assertThat(decoded.names()).isNotNull();
            } catch (SluiceException e) {
                assertThat(e.code()).isEqualTo(ReasonCode.SEAL_BROKEN);
            }
        }
    }

    private static void assertBroken(byte[] bytes) {
        assertThatThrownBy(() -> SecretBundle.decode(Secret.takingOver(bytes)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.SEAL_BROKEN));
    }
}
