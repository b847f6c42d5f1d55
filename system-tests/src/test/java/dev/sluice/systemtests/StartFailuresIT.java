package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What keeps a server from starting is said in one line, without a stack trace, with exit code 1.
 */
class StartFailuresIT {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_KEY = "HxsaGxwdHh8AAQIDBAUGBwgJCgsMDQ4PEBESExQVFhc=";

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("sluice-start-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @AfterEach
    void removeDirectory() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Test
    void anUnknownKeyNamesTheNearest() throws Exception {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/sluice.yaml"), "prot: 7433\n");
        assertThat(failure(Map.of())).contains("'prot'", "did you mean 'port'?", "CONFIG_INVALID");
    }

    @Test
    void aMasterKeyOfTheWrongSizeIsNotPrinted() throws Exception {
        String key = "c2hvcnQtbWFya2VyLWtleQ==";
        assertThat(failure(Map.of("WAREHOUSE_MASTER_KEY", key)))
                .contains("WAREHOUSE_MASTER_KEY", "32")
                .doesNotContain(key);
    }

    @Test
    void aDataDirectoryThatCannotBeMadeIsNamed() throws Exception {
        Files.writeString(directory.resolve("data"), "a file");
        assertThat(failure(Map.of())).contains(directory.resolve("data").toString());
    }

    @Test
    void whatAnotherServerHasIsNotTaken() throws Exception {
        int port = ServerProcess.freePort();
        try (ServerProcess running =
                ServerProcess.up(
                        directory.resolve("first"), port, Map.of("WAREHOUSE_MASTER_KEY", KEY))) {
            assertThat(running.output()).contains("/setup/");
            assertThat(failure(Map.of(), "--port", Integer.toString(port)))
                    .contains("Port " + port, "--port");
            assertThat(
                            failure(
                                    Map.of("WAREHOUSE_MASTER_KEY", KEY),
                                    "--data-dir",
                                    running.dataDir().toString()))
                    .contains("is used by another Sluice (process ");
        }
        assertThat(
                        failure(
                                Map.of("WAREHOUSE_MASTER_KEY", OTHER_KEY),
                                "--data-dir",
                                directory.resolve("first").toString()))
                .contains("CONFIG_INVALID")
                .doesNotContain(OTHER_KEY);
    }

    /**
     * What {@code sluice up} says when it fails; without an own data directory it gets a new one.
     */
    private String failure(Map<String, String> environment, String... arguments)
            throws InterruptedException {
        String[] all = new String[arguments.length + 1];
        all[0] = "up";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        if (!String.join(" ", arguments).contains("--data-dir")) {
            all = concat(all, "--data-dir", directory.resolve("data").toString());
        }
        if (!String.join(" ", arguments).contains("--port")) {
            all = concat(all, "--port", Integer.toString(ServerProcess.freePort()));
        }
        Path output = directory.resolve("output");
        Process process = ServerProcess.command(output, environment, all);
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).isTrue();
        try {
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isEqualTo(1);
            assertThat(text).doesNotContain("\tat ").startsWith("sluice: ");
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] concat(String[] first, String... second) {
        String[] all = new String[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
