package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.KeyRing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Path directory;

    @BeforeEach
    void makeDirectory() {
        directory = TemporaryStore.newPreparedDirectory();
    }

    @AfterEach
    void deleteDirectory() {
        TemporaryStore.delete(directory);
    }

    @Test
    void runsAsAnUnprivilegedUserWithoutOurEnvironment() throws IOException {
        try (StoreProcess child = StoreProcess.start(directory)) {
            assertThat(child.line()).isEqualTo("ready");
            List<ProcessHandle> servers = servers();
            assertThat(servers).isNotEmpty();
            for (ProcessHandle server : servers) {
                Path proc = Path.of("/proc", Long.toString(server.pid()));
                List<String> status = Files.readAllLines(proc.resolve("status"));
                assertThat(status).noneMatch(line -> line.matches("(Uid|Gid):.*\\b0\\b.*"));
                if (isRoot()) {
                    assertThat(status).contains("NoNewPrivs:\t1", "Groups:\t ");
                }
                String environment =
                        Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1);
                assertThat(environment)
                        .doesNotContain(StoreProcess.MARKER)
                        .doesNotContain("WAREHOUSE");
            }
        }
        assertThat(servers()).isEmpty();
    }

    @Test
    void endsWhenWeAreKilledAndRecovers() throws Exception {
        try (StoreProcess child = StoreProcess.start(directory)) {
            assertThat(child.line()).isEqualTo("ready");
            assertThat(servers()).isNotEmpty();
            child.kill();
            awaitNoServers();
        }
        try (StoreProcess again = StoreProcess.start(directory)) {
            assertThat(again.line()).isEqualTo("ready");
            again.kill();
        }
        // At once: what is left of the killed one is waited for.
        try (Store store = TemporaryStore.open(directory)) {
            assertThat(
                            Sql.value(
                                    store.tenant(StoreProcess.TENANT).dataSource(),
                                    "select version from warehouse_epochs where name = 'kept'"))
                    .isEqualTo("2");
        }
        assertThat(servers()).isEmpty();
    }

    @Test
    void recoversWhenEverythingWasKilledAtOnce() throws Exception {
        try (StoreProcess child = StoreProcess.start(directory)) {
            assertThat(child.line()).isEqualTo("ready");
            child.kill();
            servers().forEach(ProcessHandle::destroyForcibly);
            awaitNoServers();
        }
        try (Store store = TemporaryStore.open(directory)) {
            assertThat(
                            Sql.value(
                                    store.tenant(StoreProcess.TENANT).dataSource(),
                                    "select version from warehouse_epochs where name = 'kept'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void isStartedAgainWhenItEndsByItself() throws Exception {
        try (Store store = TemporaryStore.open(directory)) {
            store.createTenant(StoreProcess.TENANT);
            servers().forEach(ProcessHandle::destroyForcibly);
            Instant deadline = Instant.now().plus(PATIENCE);
            while (!answers(store)) {
                assertThat(Instant.now()).isBefore(deadline);
                Thread.sleep(100);
            }
            assertThat(store.tenants()).contains(StoreProcess.TENANT);
        }
        assertThat(servers()).isEmpty();
    }

    @Test
    void aDirectoryIsUsedByOneProcessAtATime() throws IOException {
        try (Store store = TemporaryStore.open(directory)) {
            assertThat(store.tenants()).isEmpty();
            String used = "is used by another Sluice (process " + ProcessHandle.current().pid();
            Sql.fails(() -> EmbeddedPostgres.start(directory), ReasonCode.CONFIG_INVALID, used);
            for (int attempt = 0; attempt < 2; attempt++) {
                try (StoreProcess other = StoreProcess.start(directory)) {
                    assertThat(other.line()).startsWith("CONFIG_INVALID").contains(used);
                }
            }
        }
    }

    @Test
    void aRunningServerIsFoundByOthers() throws Exception {
        assertThat(EmbeddedPostgres.running(directory)).isEmpty();
        try (StoreProcess child = StoreProcess.start(directory)) {
            assertThat(child.line()).isEqualTo("ready");
            Optional<StoreSettings.External> running = EmbeddedPostgres.running(directory);
            assertThat(running).isPresent();
            try (Store beside =
                    Store.open(
                            running.orElseThrow(),
                            new KeyRing(
                                    TemporaryStore.masterKey(),
                                    TemporaryStore.keyWrapper(directory)))) {
                assertThat(beside.tenants()).containsExactly(StoreProcess.TENANT);
                assertThat(
                                Sql.value(
                                        beside.tenant(StoreProcess.TENANT).dataSource(),
                                        "select count(*) from warehouse_epochs"))
                        .isEqualTo("1");
            }
        }
        assertThat(EmbeddedPostgres.running(directory)).isEmpty();
    }

    @Test
    void aTakenPortIsReplaced() throws IOException {
        int first;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            first = server.port();
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            assertThat(server.port()).as("remembered").isEqualTo(first);
        }
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.ofLiteral("127.0.0.1"));
                EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
        }
        Files.writeString(directory.resolve("store/port"), "garbage\u0000");
        EmbeddedPostgres.start(directory).close();
    }

    @Test
    void listensOnTheLoopbackInterfaceAlone() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            String port = "%04X".formatted(server.port());
            List<String> listening =
                    Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                            .map(line -> line.strip().split(" +", -1)[1])
                            .filter(address -> address.endsWith(":" + port))
                            .toList();
            assertThat(listening).isNotEmpty().allMatch(address -> address.startsWith("0100007F"));
        }
    }

    @Test
    void nobodyLogsInAsTheSuperuser() {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            RoleLogin superuser =
                    new RoleLogin(server.jdbcUrl(), "postgres", server::password, "public", null);
            assertThatThrownBy(() -> superuser.getConnection().close())
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("28"));
            assertThat(Sql.state(owner(server), "copy (select 1) to program 'id'"))
                    .isEqualTo("42501");
        }
    }

    @Test
    void keepsItsSettings() throws SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            for (String setting :
                    List.of(
                            "fsync=on",
                            "synchronous_commit=on",
                            "full_page_writes=on",
                            "jit=off")) {
                String[] parts = setting.split("=", -1);
                assertThat(Sql.value(owner(server), "show " + parts[0])).isEqualTo(parts[1]);
            }
        }
    }

    @Test
    void whatFailsIsNotQuotedInTheLog() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory)) {
            assertThat(Sql.state(owner(server), "select 'not-for-the-log' / 1", "select 1"))
                    .isEqualTo("22P02");
        }
        StringBuilder logged = new StringBuilder();
        try (var files = Files.list(directory.resolve("store/log"))) {
            for (Path file : files.toList()) {
                logged.append(Files.readString(file));
            }
        }
        assertThat(logged).contains("ERROR:").doesNotContain("select 'not-for");
    }

    @Test
    void secretsAreForOurselves() throws IOException {
        EmbeddedPostgres.start(directory).close();
        assertThat(mode("store/password")).isEqualTo("rw-------");
        assertThat(mode("lock")).isEqualTo("rw-------");
        assertThat(mode("store/data")).isEqualTo("rwx------");
        assertThat(mode("store/log")).isEqualTo("rwx------");
        assertThat(mode("store").substring(6)).isEqualTo("---");
        assertThat(mode("").substring(6)).isEqualTo("---");
    }

    @Test
    void aWrongOrMissingPasswordFileIsSaid() throws IOException {
        Path file = directory.resolve("store/password");
        byte[] right = Files.readAllBytes(file);
        Files.writeString(file, "\u0000garbage\n");
        Sql.fails(
                () -> TemporaryStore.open(directory),
                ReasonCode.CONFIG_INVALID,
                file.toString(),
                "Restore");
        Files.write(file, new byte[0]);
        Sql.fails(() -> TemporaryStore.open(directory), ReasonCode.CONFIG_INVALID, file.toString());
        Files.delete(file);
        Sql.fails(() -> TemporaryStore.open(directory), ReasonCode.CONFIG_INVALID, file.toString());
        Files.write(file, right);
        TemporaryStore.open(directory).close();
        assertThat(servers()).isEmpty();
    }

    @Test
    void anInterruptedFirstStartIsBegunAnew() throws IOException {
        Path empty = TemporaryStore.newDirectory();
        try {
            Files.createDirectories(empty.resolve("store/data.new/base"));
            Files.createDirectories(empty.resolve("store/unpack-1/bin"));
            Files.writeString(empty.resolve("store/password"), "of the interrupted start");
            TemporaryStore.open(empty).close();
            assertThat(empty.resolve("store/data.new")).doesNotExist();
            assertThat(empty.resolve("store/unpack-1")).doesNotExist();
        } finally {
            TemporaryStore.delete(empty);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Sql.fails(
                () -> EmbeddedPostgres.start(file.resolve("data")),
                ReasonCode.CONFIG_INVALID,
                "cannot be made or written");
        Sql.fails(
                () -> EmbeddedPostgres.start(Path.of("/proc/sluice")),
                ReasonCode.CONFIG_INVALID,
                "/proc/sluice");
    }

    @Test
    void aDirectoryThatIsClosedToTheServersUserIsSaid() throws IOException {
        assumeTrue(isRoot());
        Path closed =
                Files.createDirectory(
                        directory.resolve("closed"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Sql.fails(
                () -> EmbeddedPostgres.start(closed.resolve("data")),
                ReasonCode.CONFIG_INVALID,
                closed.toRealPath() + " is closed to the user",
                "chmod o+x " + closed.toRealPath());
    }

    @Test
    void aBrokenDatabaseIsUnavailableWithItsReasonInOurLog() throws IOException {
        EmbeddedPostgres.start(directory).close();
        Files.delete(directory.resolve("store/data/global/pg_control"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.STORE_UNAVAILABLE);
                            assertThat(e.getCause()).hasMessageContaining("pg_control");
                        });
        assertThat(EmbeddedPostgres.running(directory)).as("the lock is free").isEmpty();
    }

    private static RoleLogin owner(EmbeddedPostgres server) {
        return new RoleLogin(server.jdbcUrl(), server.user(), server::password, "public", null);
    }

    private static boolean answers(Store store) {
        try (Connection connection = store.deployment().getConnection()) {
            return connection.isValid(1);
        } catch (SluiceException | SQLException _) {
            return false;
        }
    }

    private List<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .command()
                                .filter(path -> path.startsWith(directory.toString()))
                                .isPresent())
                .toList();
    }

    private void awaitNoServers() throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!servers().isEmpty()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(path)));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
