package dev.sluice.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.duckdb.frame.Message;
import dev.sluice.connector.duckdb.frame.Message.Bounds;
import dev.sluice.connector.duckdb.frame.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What DuckDB's process refuses when nothing before it has: texts go straight to it. */
class FloorIT {
    private static @TempDir Path directory;
    private static EngineProcess file;
    private static EngineProcess parquet;
    private static Path lake;

    @BeforeAll
    static void start() throws Exception {
        Path database =
                DuckdbFiles.write(
                        directory.resolve("shop.duckdb"),
                        "CREATE TABLE t AS SELECT 1 AS i",
                        "CREATE VIEW elsewhere AS SELECT * FROM read_csv('/etc/passwd')");
        lake = Files.createDirectory(directory.resolve("lake"));
        DuckdbFiles.parquet(lake.resolve("t.parquet"), "SELECT 1 AS i");
        file = engine(database, false);
        parquet = engine(lake, true);
    }

    private static EngineProcess engine(Path path, boolean isDirectory) throws Exception {
        return EngineProcess.start(
                new Message.Source(path.toRealPath().toString(), isDirectory, false, 256, 1),
                Duration.ofMinutes(5));
    }

    @AfterAll
    static void stop() {
        file.close();
        parquet.close();
    }

    private static Reply.Ending run(EngineProcess engine, String sql) throws Exception {
        Query query = new Query(sql, List.of(), new Bounds(10, 1_000, 10_000));
        return engine.run(query, Duration.ofSeconds(60), new Cancellation()).ending();
    }

    private static Reason reason(EngineProcess engine, String sql) throws Exception {
        return ((Reply.Ending.Failed) run(engine, sql)).message().reason();
    }

    private List<String> everything() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.sorted().map(FloorIT::describe).toList();
        }
    }

    private static String describe(Path path) {
        try {
            return path
                    + " "
                    + (Files.isRegularFile(path)
                            ? java.util.Arrays.hashCode(Files.readAllBytes(path))
                            : "");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theTablesAreThere() throws Exception {
        assertThat(run(file, "SELECT i FROM t")).isEqualTo(new Reply.Ending.Complete(false));
        assertThat(run(parquet, "SELECT i FROM t")).isEqualTo(new Reply.Ending.Complete(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM read_csv('/etc/passwd')",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_blob('/proc/self/environ')",
                "SELECT * FROM read_json('/etc/passwd')",
                "SELECT * FROM read_parquet('/etc/passwd')",
                "SELECT * FROM parquet_metadata('/etc/passwd')",
                "SELECT * FROM glob('/etc/*')",
                "SELECT * FROM sniff_csv('/etc/passwd')",
                "SELECT * FROM read_text('https://127.0.0.1/x')",
            })
    void otherFilesAreNotRead(String sql) throws Exception {
        for (EngineProcess engine : List.of(file, parquet)) {
            assertThat(reason(engine, sql))
                    .isIn(Reason.NOT_PERMITTED, Reason.FILE_UNREADABLE, Reason.UNKNOWN_NAME);
        }
    }

    @Test
    void aViewOfTheFileDoesNotReachOthers() throws Exception {
        assertThat(reason(file, "SELECT * FROM elsewhere")).isEqualTo(Reason.NOT_PERMITTED);
    }

    @Test
    void namesOfFilesAreNoTables() throws Exception {
        assertThat(reason(file, "SELECT * FROM '/etc/passwd'")).isEqualTo(Reason.UNKNOWN_NAME);
        assertThat(reason(parquet, "SELECT getenv('PATH')")).isEqualTo(Reason.UNKNOWN_NAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY (SELECT 1) TO '%s/new.parquet'",
                "COPY t TO '%s/t.parquet'",
                "COPY (SELECT 1) TO '/tmp/sluice-floor.csv'",
                "COPY t FROM '/etc/passwd'",
                "EXPORT DATABASE '%s/export'",
                "IMPORT DATABASE '%s'",
                "ATTACH '%s/other.duckdb' AS other",
                "ATTACH ':memory:' AS other",
                "DETACH shop",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET enable_external_access = true",
                "SET lock_configuration = false",
                "SET memory_limit = '100GB'",
                "RESET allowed_directories",
                "PRAGMA memory_limit = '100GB'",
                "PRAGMA enable_profiling = 'json'",
                "SET VARIABLE x = 1",
                "CREATE TABLE n AS SELECT 1",
                "CREATE TEMP TABLE n AS SELECT 1",
                "CREATE TEMP MACRO f(a) AS a",
                "CREATE SECRET s (TYPE http, BEARER_TOKEN 'x')",
                "INSERT INTO t VALUES (2)",
                "UPDATE t SET i = 2",
                "DELETE FROM t",
                "DROP TABLE t",
                "ALTER TABLE t ADD COLUMN j INTEGER",
                "CHECKPOINT",
                "VACUUM",
                "CALL enable_logging()",
                "PREPARE p AS SELECT 1",
                "BEGIN TRANSACTION",
                "USE temp",
                "EXPLAIN ANALYZE SELECT 1",
                "SELECT 1; SELECT 2",
                "SELECT 1; COPY (SELECT 1) TO '%s/new.parquet'",
                "COPY (SELECT 1) TO '%s/new.parquet'; SELECT 1",
                "SELECT 1) AS q(c0)))); COPY (SELECT 1) TO '%s/new.parquet'; --",
                "SELECT 1 AS i) AS q(c0)))) WHERE before <= 5; CREATE TEMP TABLE n AS (SELECT 1",
            })
    void nothingButOneQueryIsRun(String template) throws Exception {
        String sql = template.formatted(lake);
        List<String> before = everything();

        for (EngineProcess engine : List.of(file, parquet)) {
            assertThat(run(engine, sql))
                    .isInstanceOfSatisfying(
                            Reply.Ending.Failed.class,
                            failed ->
                                    assertThat(failed.message().reason())
                                            .isEqualTo(Reason.NOT_ONE_QUERY));
            assertThat(run(engine, "SELECT i FROM t")).isEqualTo(new Reply.Ending.Complete(false));
        }
        assertThat(everything()).isEqualTo(before);
        assertThat(Path.of("/tmp/sluice-floor.csv")).doesNotExist();
    }

    @Test
    void theProcessHasNoEnvironmentAndNoDescriptorOfOurs() throws Exception {
        Path own = Path.of("/proc/" + file.pid());
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(own));
        assertThat(Files.readAllBytes(own.resolve("environ"))).isEmpty();
        try (var descriptors = Files.list(own.resolve("fd"))) {
            List<String> open =
                    descriptors.map(FloorIT::target).filter(name -> !isItsOwn(name)).toList();
            assertThat(open).isEmpty();
        }
        assertThat(file.ready().confined()).isTrue();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "gone";
        }
    }

    private static boolean isItsOwn(String name) {
        return name.startsWith("pipe:")
                || name.startsWith("anon_inode:")
                || name.equals("gone")
                || name.equals("/dev/null")
                || name.startsWith("/dev/pts")
                || name.startsWith("/proc/self/")
                || name.startsWith("/sys/fs/cgroup")
                || name.endsWith(".jar")
                || name.endsWith("/modules")
                || name.endsWith(".jsa")
                || name.endsWith("random")
                || name.endsWith("shop.duckdb");
    }
}
