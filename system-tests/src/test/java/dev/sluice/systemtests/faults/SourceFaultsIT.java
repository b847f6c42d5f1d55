package dev.sluice.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.systemtests.ServerProcess;
import dev.sluice.systemtests.faults.FaultyWay.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database that fails while agents ask it, in each mode of connections. */
class SourceFaultsIT {
    private static final int AGENTS = 8;
    private static final String QUESTION = "SELECT id, name FROM items WHERE id < 20";
    private static final Duration FAULT = Duration.ofSeconds(2);

    /** Long enough that queries, logins and cancel requests give up during it. */
    private static final Duration SILENCE = Duration.ofSeconds(6);

    private static final Duration RECOVERY_MAX = Duration.ofSeconds(30);

    /**
     * The wait for a place, the login, the query's time and the cancellation's, and what a machine
     * under load takes.
     */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);

    private static final Set<String> MEANWHILE =
            Set.of(Askers.ROWS, "SOURCE_UNAVAILABLE", "TIMEOUT", "OVERLOADED");

    @TempDir private static Path directory;
    private EmbeddedPostgres source;
    private int port;

    private void startSource() throws IOException {
        source =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("data-" + port))
                        .setCleanDataDirectory(false)
                        .setPort(port)
                        .start();
    }

    private void setUp() throws Exception {
        port = ServerProcess.freePort();
        startSource();
        run(
                "create table items (id integer primary key, name text)",
                "insert into items select n, 'item ' || n from generate_series(1, 100) n",
                "create role agent login password '" + AskedShop.PASSWORD + "'",
                "grant select on items to agent");
    }

    @AfterEach
    void stopSource() throws IOException {
        source.close();
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Connection admin() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "");
    }

    private int sessions() throws SQLException {
        try (Connection connection = admin();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(*) from pg_stat_activity where usename = 'agent'")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Two minutes for all modes; the build takes the one that is the default. */
    static List<ConnectionMode> modes() {
        return Boolean.getBoolean("sluice.faults.all")
                ? List.of(ConnectionMode.values())
                : List.of(ConnectionMode.SINGLE_USE);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyFaultHasACodeAndPassesByItself(ConnectionMode mode) throws Exception {
        setUp();
        try (FaultyWay way = new FaultyWay(port);
                AskedShop shop = new AskedShop(Map.of(), way.port(), mode);
                Askers askers = shop.askers(AGENTS, QUESTION)) {
            askers.awaitRows(AGENTS, RECOVERY_MAX);
            for (State fault : List.of(State.RESET, State.SILENT, State.SLOW)) {
                Duration lasting = fault == State.SILENT ? SILENCE : FAULT;
                during(
                        fault.name(),
                        lasting,
                        askers,
                        () -> way.become(fault),
                        () -> way.become(State.OPEN));
            }
            during("restart", FAULT, askers, source::close, this::startSource);
            during(
                    "no connection left",
                    FAULT,
                    askers,
                    () ->
                            run(
                                    "alter role agent connection limit 0",
                                    "select pg_terminate_backend(pid) from pg_stat_activity"
                                            + " where usename = 'agent'"),
                    () -> run("alter role agent connection limit -1"));
        }
        awaitNoSessions();
    }

    /** Something that makes or heals a fault. */
    private interface Step {
        void run() throws Exception;
    }

    private static void during(String fault, Duration lasting, Askers askers, Step make, Step heal)
            throws Exception {
        long start = System.nanoTime();
        make.run();
        Thread.sleep(lasting);
        heal.run();
        Duration recovered = askers.awaitRows(AGENTS, RECOVERY_MAX);
        Map<String, Integer> codes = askers.codesSince(start);
        System.out.printf(
                "%s: %s, slowest answer %d ms, rows again after %d ms%n",
                fault, codes, askers.slowestSince(start).toMillis(), recovered.toMillis());
        assertThat(codes.keySet()).as(fault).isSubsetOf(MEANWHILE);
        assertThat(askers.slowestSince(start)).as(fault).isLessThan(ANSWER_MAX);
    }

    /** The server is stopped: a session that is left now was leaked. */
    private void awaitNoSessions() throws Exception {
        long end = System.nanoTime() + RECOVERY_MAX.toNanos();
        while (sessions() > 0) {
            assertThat(System.nanoTime()).as("sessions: " + sessions()).isLessThan(end);
            Thread.sleep(100);
        }
    }
}
