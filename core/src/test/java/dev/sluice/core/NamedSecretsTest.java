package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamedSecretsTest {
    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(NamedSecrets secrets, String name) {
        try (Secret secret = secrets.open(name)) {
            return new String(secret.reveal(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatWasEncodedIsDecoded() {
        try (NamedSecrets secrets =
                        new NamedSecrets(
                                Map.of("password", secret("pä\0ss"), "ssh.1.key", secret("")));
                Secret encoded = secrets.encode();
                NamedSecrets decoded = NamedSecrets.decode(encoded)) {
            assertThat(decoded.names()).containsExactly("password", "ssh.1.key");
            assertThat(text(decoded, "password")).isEqualTo("pä\0ss");
            assertThat(text(decoded, "ssh.1.key")).isEmpty();
            assertThat(decoded.has("token")).isFalse();
            assertThat(decoded.toString()).isEqualTo("NamedSecrets[password, ssh.1.key]");
            assertThatThrownBy(() -> decoded.open("token")).hasMessageContaining("'token'");
        }
    }

    @Test
    void theFormIsAsDocumented() {
        try (NamedSecrets secrets = new NamedSecrets(Map.of("b", secret("2"), "a", secret("1")));
                Secret encoded = secrets.encode()) {
            assertThat(encoded.reveal())
                    .containsExactly(1, 'a', 0, 0, 0, 1, '1', 1, 'b', 0, 0, 0, 1, '2');
        }
    }

    @Test
    void closingZeroesAll() {
        byte[] bytes = {1, 2, 3};
        new NamedSecrets(Map.of("password", Secret.takingOver(bytes))).close();
        assertThat(bytes).containsOnly(0);
    }

    @Test
    void tooManyTooLongAndWronglyNamedAreRefusedAndZeroed() {
        byte[] long1 = new byte[NamedSecrets.SECRET_BYTES_MAX + 1];
        Arrays.fill(long1, (byte) 7);
        assertThatThrownBy(() -> new NamedSecrets(Map.of("a", Secret.takingOver(long1))))
                .isInstanceOf(SluiceException.class);
        assertThat(long1).containsOnly(0);
        byte[] most = new byte[NamedSecrets.SECRET_BYTES_MAX];
        assertThatThrownBy(() ->
                        new NamedSecrets(
                                Map.of(
                                        "a", Secret.takingOver(most),
                                        "b", Secret.takingOver(most.clone()))))
                .hasMessageContaining("together");
        assertThatThrownBy(() -> new NamedSecrets(Map.of("Ä", secret("x"))))
                .isInstanceOf(SluiceException.class);
        Map<String, Secret> many = new HashMap<>();
        for (int i = 0; i <= NamedSecrets.SECRETS_MAX; i++) {
            many.put("n" + i, secret("x"));
        }
        assertThatThrownBy(() -> new NamedSecrets(many)).isInstanceOf(SluiceException.class);
    }

    @Test
    void garbageIsRefusedAndNothingElseHappens() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good;
        try (NamedSecrets secrets =
                        new NamedSecrets(
                                Map.of("password", secret("abc"), "token", secret("def")));
                Secret encoded = secrets.encode()) {
            good = encoded.reveal().clone();
        }
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 4));
            if (bad.length > 0) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try (NamedSecrets read = NamedSecrets.decode(Secret.takingOver(bad));
                    Secret again = read.encode()) {
                assertThat(again.reveal()).as("one encoding; seed %d", seed).isEqualTo(bad);
            } catch (SluiceException e) {
                assertThat(e.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void aNameTwiceOrOutOfOrderIsRefused() {
        byte[] twice = {1, 'a', 0, 0, 0, 0, 1, 'a', 0, 0, 0, 0};
        byte[] backwards = {1, 'b', 0, 0, 0, 0, 1, 'a', 0, 0, 0, 0};
        assertThatThrownBy(() -> NamedSecrets.decode(Secret.takingOver(twice)))
                .isInstanceOf(SluiceException.class);
        assertThatThrownBy(() -> NamedSecrets.decode(Secret.takingOver(backwards)))
                .isInstanceOf(SluiceException.class);
    }
}
