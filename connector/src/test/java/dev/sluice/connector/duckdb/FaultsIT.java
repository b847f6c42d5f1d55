package dev.sluice.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB's process stopped, killed, starved and left alone, with real queries under way. */
class FaultsIT {
    /** Takes for ever, in little memory. */
    private static final String ENDLESS =
            "SELECT count(*) FROM range(10000000) a(i), range(1000000) b(j)"
                    + " WHERE (i * 31 + j) % 1000003 = 1";

    private static final Limits LIMITS = new Limits(10, 1L << 30, Duration.ofMinutes(5));

    private @TempDir Path directory;
    private Path file;
    private DuckdbDatabase database;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void open() {
        file =
                DuckdbFiles.write(
                        directory.resolve("shop.duckdb"), "CREATE TABLE t AS SELECT 1 AS i");
        database = open(Duration.ofMinutes(5), ConnectionMode.SINGLE_USE);
    }

    private DuckdbDatabase open(Duration idleMax, ConnectionMode mode) {
        EngineSettings settings =
                EngineSettings.of(
                                DuckdbFiles.target(
                                        file, directory, mode, Map.of("memory_mb", "128")))
                        .withIdleMax(idleMax);
        return new DuckdbDatabase(settings, mode, Capacity.DEFAULT);
    }

    @AfterEach
    void close() {
        database.close();
        threads.shutdownNow();
    }

    private static Outcome run(Database on, String sql, Limits limits, Cancellation stop) {
        Request request = new Request(new SessionTag("test"), ResultLimits.DEFAULT, stop);
        return on.execute(GuardedQueries.of(sql, limits), request, new Table());
    }

    private Outcome run(String sql) {
        return run(database, sql, LIMITS, new Cancellation());
    }

    private void isWell() {
        assertThat(run("SELECT i FROM t")).isInstanceOf(Outcome.Completed.class);
    }

    private Future<Outcome> start(String sql, Cancellation stop) {
        return threads.submit(() -> run(database, sql, LIMITS, stop));
    }

    private static Outcome await(Future<Outcome> outcome) throws Exception {
        return outcome.get(2, TimeUnit.MINUTES);
    }

    /** Processes of DuckDB that this process has started. */
    private static List<ProcessHandle> engines() {
        return ProcessHandle.current()
                .children()
                .filter(child ->
                        child.info()
                                .commandLine()
                                .orElse("")
                                .contains("dev.sluice.connector.duckdb.engine.Engine"))
                .toList();
    }

    private static ProcessHandle engine() {
        assertThat(engines()).hasSize(1);
        return engines().getFirst();
    }

    private static void awaitNoEngine() throws InterruptedException {
        for (int i = 0; i < 1_200 && !engines().isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(engines()).isEmpty();
    }

    /** Until the query has used the processor for a while. */
    private static void awaitBusy(ProcessHandle engine) throws InterruptedException {
        Duration before = engine.info().totalCpuDuration().orElseThrow();
        for (int i = 0; i < 1_200; i++) {
            Duration now = engine.info().totalCpuDuration().orElseThrow();
            if (now.minus(before).toMillis() > 300) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not busy");
    }

    @Test
    void aQueryIsCancelledAndItsProcessStays() throws Exception {
        isWell();
        long pid = engine().pid();
        Cancellation stop = new Cancellation();
        Future<Outcome> outcome = start(ENDLESS, stop);
        awaitBusy(engine());

        stop.cancel();

        assertThat(await(outcome)).isInstanceOf(Outcome.Cancelled.class);
        isWell();
        assertThat(engine().pid()).isEqualTo(pid);
    }

    @Test
    void aQueryEndsAtItsDeadline() {
        isWell();
        long pid = engine().pid();

        Outcome outcome =
                run(
                        database,
                        ENDLESS,
                        new Limits(10, 1L << 30, Duration.ofMillis(700)),
                        new Cancellation());

        assertThat(outcome).isEqualTo(Outcome.Failed.of(ReasonCode.TIMEOUT));
        isWell();
        assertThat(engine().pid()).isEqualTo(pid);
    }

    @Test
    void aProcessThatDoesNotStopIsEnded() throws Exception {
        isWell();
        ProcessHandle before = engine();
        Cancellation stop = new Cancellation();
        Future<Outcome> outcome = start(ENDLESS, stop);
        awaitBusy(before);
        new ProcessBuilder("kill", "-STOP", Long.toString(before.pid())).start().waitFor();

        stop.cancel();

        assertThat(await(outcome)).isInstanceOf(Outcome.Cancelled.class);
        isWell();
        assertThat(engine().pid()).isNotEqualTo(before.pid());
    }

    @Test
    void aKilledProcessIsAClearFailureAndTheNextQueryHasANewOne() throws Exception {
        isWell();
        ProcessHandle before = engine();
        Future<Outcome> outcome = start(ENDLESS, new Cancellation());
        awaitBusy(before);

        before.destroyForcibly();

        assertThat(await(outcome))
                .isEqualTo(
                        new Outcome.Failed(
                                ReasonCode.SOURCE_UNAVAILABLE,
                                null,
                                Map.of("reason", "engine_ended")));
        isWell();
    }

    @Test
    void aQueryThatNeedsTooMuchMemoryFailsAlone() {
        for (String hungry :
                List.of(
                        "SELECT strlen(CAST(list(i) AS VARCHAR)) FROM range(100000000) t(i)",
                        "SELECT count(*) FROM (SELECT i, hash(i) AS h FROM range(50000000) t(i)"
                                + " ORDER BY h, i LIMIT 49000000) WHERE h > 5")) {
            isWell();
            assertThat(run(hungry))
                    .isEqualTo(
                            new Outcome.Failed(
                                    ReasonCode.QUERY_FAILED,
                                    null,
                                    Map.of("reason", "out_of_memory")));
        }
        isWell();
    }

    @Test
    void memoryThatDuckdbDoesNotCountEndsAtTheProcesssOwnLimit() {
        isWell();

        Outcome outcome =
                run(
                        "SELECT max(strlen(x)) FROM (SELECT repeat('x', 2000000000) || i AS x"
                                + " FROM range(3) t(i))");

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).code())
                .isIn(ReasonCode.QUERY_FAILED, ReasonCode.SOURCE_UNAVAILABLE);
        isWell();
    }

    @Test
    void anIdleProcessEndsAndTheNextQueryHasANewOne() throws Exception {
        try (DuckdbDatabase idle = open(Duration.ofMillis(300), ConnectionMode.SINGLE_USE)) {
            assertThat(run(idle, "SELECT i FROM t", LIMITS, new Cancellation()))
                    .isInstanceOf(Outcome.Completed.class);
            awaitNoEngine();
            for (int i = 0; i < 5; i++) {
                // Some of these meet the process while it ends.
                assertThat(run(idle, "SELECT i FROM t", LIMITS, new Cancellation()))
                        .isInstanceOf(Outcome.Completed.class);
                Thread.sleep(280);
            }
        }
        awaitNoEngine();
    }

    @Test
    void closingEndsTheProcessAndWhatRunsInIt() throws Exception {
        isWell();
        Future<Outcome> outcome = start(ENDLESS, new Cancellation());
        awaitBusy(engine());

        database.close();

        assertThat(await(outcome)).isInstanceOf(Outcome.Cancelled.class);
        awaitNoEngine();
        assertThat(run("SELECT i FROM t"))
                .isEqualTo(
                        new Outcome.Failed(
                                ReasonCode.SOURCE_UNAVAILABLE, null, Map.of("reason", "closed")));
    }

    @Test
    void inModeFreshEachQueryHasAProcessOfItsOwn() throws Exception {
        try (DuckdbDatabase fresh = open(Duration.ofMinutes(5), ConnectionMode.FRESH)) {
            assertThat(run(fresh, "SELECT i FROM t", LIMITS, new Cancellation()))
                    .isInstanceOf(Outcome.Completed.class);
            awaitNoEngine();
        }
    }

    @Test
    void queriesRunBesideEachOther() throws Exception {
        isWell();
        Cancellation stop = new Cancellation();
        Future<Outcome> endless = start(ENDLESS, stop);
        awaitBusy(engine());

        isWell();
        stop.cancel();

        assertThat(await(endless)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void aReplacedFileIsReadAnew() throws IOException {
        isWell();
        Path next =
                DuckdbFiles.write(
                        directory.resolve("next.duckdb"),
                        "CREATE TABLE t AS SELECT 2 AS i",
                        "CREATE TABLE more AS SELECT 3 AS i");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(run("SELECT i FROM more")).isInstanceOf(Outcome.Completed.class);
        assertThat(engines()).hasSize(1);
    }

    @Test
    void aFileThatIsGoneIsAClearFailure() throws IOException {
        isWell();
        Files.delete(file);

        assertThat(run("SELECT i FROM t"))
                .isEqualTo(
                        new Outcome.Failed(
                                ReasonCode.SOURCE_UNAVAILABLE,
                                null,
                                Map.of("reason", "file_not_found")));
    }

    @Test
    void itsDirectoryIsEmptyWhileItRunsAndGoneAfterIt() throws Exception {
        isWell();
        Path work = Path.of("/proc/" + engine().pid() + "/cwd").toRealPath();
        try (var files = Files.list(work)) {
            assertThat(files).isEmpty();
        }

        database.close();

        awaitNoEngine();
        assertThat(work).doesNotExist();
    }
}
