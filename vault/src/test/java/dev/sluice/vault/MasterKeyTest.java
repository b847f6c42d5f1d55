package dev.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyTest {
    private static final TenantId TENANT = new TenantId("acme");

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 31, 33, 64, 10_000})
    void refusesAnotherSize(int bytes) {
        String text = Base64.getEncoder().encodeToString(new byte[bytes]);
        refused(() -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY", secret(text)), "exactly 32 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not base64 at all, secret-value",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=secret-value",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh_=",
                "\u0000\u0001secret-value"
            })
    void refusesWhatIsNoBase64AndDoesNotQuoteIt(String text) {
        assertThatThrownBy(() -> MasterKey.ofBase64("WAREHOUSE_MASTER_KEY", secret(text)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID);
                            assertThat(e.getMessage())
                                    .contains("WAREHOUSE_MASTER_KEY")
                                    .doesNotContain("secret-value")
                                    .doesNotContain("AAECAw");
                            assertThat(e.getCause()).isNull();
                        });
    }

    @Test
    void refusesGarbage() {
        Random random = new Random(5);
        for (int i = 0; i < 1000; i++) {
            byte[] garbage = new byte[random.nextInt(100)];
            random.nextBytes(garbage);
            refused(() -> MasterKey.ofBase64("KEY", Secret.takingOver(garbage)), "KEY");
        }
    }

    @Test
    void readsTextWithWhiteSpaceAtItsEnds() {
        String text = Base64.getEncoder().encodeToString(new byte[32]);
        try (MasterKey plain = MasterKey.ofBase64("KEY", secret(text));
                MasterKey spaced = MasterKey.ofBase64("KEY", secret(" " + text + "\r\n"))) {
            assertThat(spaced.name()).isEqualTo(plain.name());
        }
    }

    @Test
    void zeroesTheTextAndItselfAndPrintsNothing() {
        byte[] text = Base64.getEncoder().encode(new byte[32]);
        MasterKey key = MasterKey.ofBase64("KEY", Secret.takingOver(text));
        assertThat(text).containsOnly(0);
        assertThat(key.toString()).isEqualTo("MasterKey[" + key.name() + "]");
        key.close();
        assertThatThrownBy(() -> key.tenantKey(TENANT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void makesAKeyFileForItsOwnerAloneAndReadsItAgain() throws IOException {
        Path file = directory.resolve("keys/master.key");
        try (MasterKey made = MasterKey.ofFile(file);
                MasterKey read = MasterKey.ofFile(file)) {
            assertThat(read.name()).isEqualTo(made.name());
        }
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void makesOneKeyWhenManyAskAtOnce() throws Exception {
        Path file = directory.resolve("master.key");
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<String> ask =
                    () -> {
                        try (MasterKey key = MasterKey.ofFile(file)) {
                            return key.name();
                        }
                    };
            List<Future<String>> names =
                    threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> ask).toList());
            for (Future<String> name : names) {
                assertThat(name.get()).isEqualTo(names.getFirst().get());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-", "rwx-----x"})
    void refusesAFileThatIsOpenToOthers(String mode) throws IOException {
        Path file = directory.resolve("master.key");
        MasterKey.ofFile(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        refused(() -> MasterKey.ofFile(file), "chmod 600");
        refused(() -> LocalKeyFile.open(file), "chmod 600");
    }

    @Test
    void refusesAFileThatIsNoKeyFile() throws IOException {
        refused(() -> MasterKey.ofFile(directory), "");
        Path file = directory.resolve("large.key");
        Files.write(file, new byte[1000], java.nio.file.StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        refused(() -> MasterKey.ofFile(file), "no key file");
        refused(() -> MasterKey.ofFile(file.resolve("below")), "cannot be read or written");
    }

    private static void refused(ThrowingCallable call, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.CONFIG_INVALID);
                            assertThat(e.getMessage()).contains(part);
                        });
    }

    private static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
