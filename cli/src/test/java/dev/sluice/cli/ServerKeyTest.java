package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {
    private static final String CONNECT = "POST /api/v1/connections";

    private FakeServer server;
    @TempDir private Path directory;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer().on(CONNECT, 201, "{}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran run(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SLUICE_URL", server.url());
        environment.put("SLUICE_TOKEN", "t0ken");
        environment.put("XDG_CONFIG_HOME", directory.toString());
        return Ran.command(environment, "pa55", arguments);
    }

    private Ran connect() {
        return connect(Map.of());
    }

    private Ran connect(Map<String, String> more) {
        return run(
                more,
                "db",
                "connect",
                "--host",
                "h",
                "--database",
                "d",
                "--user",
                "u",
                "--password-stdin");
    }

    private String fingerprint() {
        return run(Map.of(), "server-key").out().strip();
    }

    @Test
    void theFirstKeyIsShownAndKept() throws IOException {
        SealingServer.of(server);

        Ran first = connect();

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.err()).contains(fingerprint()).contains("first time");
        assertThat(connect().err()).doesNotContain("first time");
        Path file = directory.resolve("sluice/known_servers");
        assertThat(Files.readString(file))
                .isEqualTo(server.url() + " " + fingerprint() + System.lineSeparator());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aChangedKeyIsRefusedUntilItIsAccepted() {
        SealingServer.of(server);
        connect();
        String before = fingerprint();
        SealingServer.of(server);

        Ran refused = connect();

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .contains("SERVER_KEY_CHANGED", before, "sluice server-key --accept SHA256:");
        assertThat(server.asked(CONNECT)).hasSize(1);
        assertThat(run(Map.of(), "server-key").exit()).isEqualTo(1);
        assertThat(run(Map.of(), "server-key", "--accept", before).err())
                .contains("SERVER_KEY_CHANGED");
        assertThat(run(Map.of(), "server-key", "--accept", "x").exit()).isEqualTo(2);
        assertThat(run(Map.of(), "server-key", "--accept", fingerprint()).exit()).isZero();
        assertThat(connect().exit()).isZero();
        assertThat(server.asked(CONNECT)).hasSize(2);
    }

    @Test
    void aKeyInTheEnvironmentIsTheOnlyOne() {
        SealingServer.of(server);
        String fingerprint = fingerprint();

        assertThat(connect(Map.of("SLUICE_SERVER_KEY", fingerprint)).exit()).isZero();
        assertThat(directory.resolve("sluice/known_servers")).doesNotExist();
        String other = "SHA256:" + "A".repeat(43);
        assertThat(connect(Map.of("SLUICE_SERVER_KEY", other)).err())
                .contains("SERVER_KEY_CHANGED");
        assertThat(connect(Map.of("SLUICE_SERVER_KEY", "garbage")).exit()).isEqualTo(2);
        assertThat(server.asked(CONNECT)).hasSize(1);
    }

    @Test
    void garbageInsteadOfAKeySendsNothing() {
        for (String garbage :
                new String[] {
                    "{}",
                    "{\"key\":7}",
                    "{\"key\":\"!\"}",
                    "{\"key\":\"AAAA\"}",
                    "{\"key\":\"" + "A".repeat(5_000) + "\"}"
                }) {
            server.on("GET /api/v1/sealing-key", 200, garbage);
            assertThat(connect().err()).as(garbage).contains("SERVER_UNAVAILABLE");
        }
        assertThat(server.asked(CONNECT)).isEmpty();
    }

    @Test
    void aFileOfGarbageIsNotTakenForNone() throws IOException {
        SealingServer.of(server);
        Path file = directory.resolve("sluice/known_servers");
        Files.createDirectories(directory.resolve("sluice"));
        Files.writeString(file, "not a line of ours\n");

        assertThat(connect().err()).contains("CONFIG_INVALID", file.toString());
        assertThat(server.asked(CONNECT)).isEmpty();
    }
}
