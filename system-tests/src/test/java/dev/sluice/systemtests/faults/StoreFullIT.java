package dev.sluice.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.server.config.Setting;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the store is full: nothing is answered that could not be recorded. */
class StoreFullIT {
    private static final int AGENTS = 4;
    private static final String DISK = "300m";
    private static final Duration FULL = Duration.ofSeconds(5);
    private static final Duration RECOVERY_MAX = Duration.ofSeconds(60);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final Set<String> MEANWHILE =
            Set.of(Askers.ROWS, "AUDIT_UNAVAILABLE", "STORE_UNAVAILABLE", "OVERLOADED", "HTTP 503");

    @Test
    void refusesWhatCannotBeRecordedAndGoesOnWhenThereIsRoom(@TempDir Path disk) throws Exception {
        assumeTrue(mounted(disk), "a small disk needs the right to mount one");
        try (EmbeddedPostgres source = EmbeddedPostgres.start()) {
            try (Connection connection = source.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table items (id integer primary key, name text)");
                statement.execute("insert into items values (1, 'one')");
                statement.execute("create role agent login password '" + AskedShop.PASSWORD + "'");
                statement.execute("grant select on items to agent");
            }
            Path dataDir = Files.createDirectory(disk.resolve("data"));
            Files.setPosixFilePermissions(dataDir, PosixFilePermissions.fromString("rwx--x--x"));
            try (AskedShop shop =
                            new AskedShop(
                                    Map.of(Setting.DATA_DIR, dataDir.toString()),
                                    source.getPort(),
                                    ConnectionMode.POOLED);
                    Askers askers = shop.askers(AGENTS, "SELECT id, name FROM items")) {
                askers.awaitRows(AGENTS, RECOVERY_MAX);
                long start = System.nanoTime();
                Path ballast = disk.resolve("ballast");
                fill(ballast);
                Thread.sleep(FULL);
                Files.delete(ballast);
                Duration recovered = askers.awaitRows(AGENTS, RECOVERY_MAX);
                Map<String, Integer> codes = askers.codesSince(start);
                System.out.printf(
                        "disk full: %s, slowest answer %d ms, rows again after %d ms%n",
                        codes, askers.slowestSince(start).toMillis(), recovered.toMillis());
                assertThat(codes.keySet()).isSubsetOf(MEANWHILE);
                assertThat(codes.keySet()).hasSizeGreaterThan(1);
                assertThat(askers.slowestSince(start)).isLessThan(ANSWER_MAX);
            }
        } finally {
            command("umount", disk.toString());
        }
    }

    private static boolean mounted(Path at) throws Exception {
        return command(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "mode=711,size=" + DISK,
                "sluice-test",
                at.toString());
    }

    private static boolean command(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes until there is no room. */
    private static void fill(Path ballast) throws IOException {
        byte[] zeros = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            assertThat(Files.size(ballast)).isPositive();
        }
    }
}
