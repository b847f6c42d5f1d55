package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.jdbc.Stock;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.GuardedQueries;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class FailureIT {
    private static final Server SERVER = Server.shared();
    private static final String WRONG = "marker-wrong-password";

    private static Outcome run(Database database, String sql) {
        return database.execute(
                GuardedQueries.of(sql, Limits.DEFAULT),
                new Request(new SessionTag("f"), ResultLimits.DEFAULT, new Cancellation()),
                new Table());
    }

    private static Outcome.Failed failure(ConnectionSettings settings, String password) {
        try (Database database =
                new PostgresConnector().open(Server.target(settings, password), Capacity.DEFAULT)) {
            return (Outcome.Failed) run(database, "SELECT 1");
        }
    }

    private static void assertUnavailable(Outcome.Failed failed, String reason) {
        assertThat(failed.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(failed.details()).containsEntry("reason", reason);
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void reportsAWrongPasswordWithoutShowingIt(ConnectionMode mode) {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.sluice");
        ListAppender<ILoggingEvent> log = listenTo(logger);
        Outcome.Failed failed = failure(SERVER.settings(mode), WRONG);
        logger.detachAppender(log);
        logger.setLevel(null);

        assertUnavailable(failed, "login_refused");
        assertThat(failed.toString() + log.list).doesNotContain(WRONG);
    }

    private static ListAppender<ILoggingEvent> listenTo(Logger logger) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(log);
        return log;
    }

    @Test
    void tellsAnAdministratorInASentence() {
        assertThatThrownBy(() ->
                        new PostgresConnector()
                                .probe(Server.target(SERVER.settings(ConnectionMode.FRESH), WRONG)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
                            assertThat(e)
                                    .hasMessage("The database refused the user or the credential.");
                            assertThat(e.getCause()).isNull();
                            assertThat(e.details()).containsEntry("sql_state", "28P01");
                            assertThat(e.details()).containsEntry("stage", "login");
                        });
    }

    @Test
    void reportsAnUnknownHost() {
        assertUnavailable(
                failure(
                        ConnectionSettings.of(
                                        "postgresql",
                                        "no-such-host.invalid",
                                        5432,
                                        "d",
                                        "u",
                                        TlsMode.REQUIRE)
                                .with(ConnectionMode.FRESH),
                        "p"),
                "unknown_host");
    }

    @Test
    void reportsAPortWhereNothingListens() {
        assertUnavailable(
                failure(Server.settings("localhost", 1, "u", ConnectionMode.FRESH), "p"),
                "connection_refused");
    }

    @Test
    void reportsAnUnknownDatabase() {
        assertUnavailable(
                failure(
                        ConnectionSettings.of(
                                        "postgresql",
                                        "localhost",
                                        SERVER.port(),
                                        "nowhere?user=postgres&options=-c",
                                        Server.READER,
                                        TlsMode.DISABLE)
                                .with(ConnectionMode.FRESH),
                        Server.PASSWORD),
                "unknown_database");
    }

    @Test
    void reportsThatTheServerOffersNoTls() {
        assertUnavailable(
                failure(
                        ConnectionSettings.of(
                                        "postgresql",
                                        "localhost",
                                        SERVER.port(),
                                        "postgres",
                                        Server.READER,
                                        TlsMode.VERIFY_FULL)
                                .with(ConnectionMode.FRESH),
                        Server.PASSWORD),
                "tls_not_offered");
    }

    @ParameterizedTest
    @EnumSource(ConnectionMode.class)
    void goesOnWithANewConnectionWhenTheIdleOnesAreDead(ConnectionMode mode) throws Exception {
        try (Database database = SERVER.open(mode)) {
            database.warm();
            run(database, "SELECT 1");
            run(database, "SELECT 1");
            Thread.sleep(100);
            SERVER.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE usename = 'reader'");

            assertThat(run(database, "SELECT 1")).isInstanceOf(Outcome.Completed.class);
        }
    }

    @Test
    void runsAgainWhenAKeptPlanNoLongerFits() {
        SERVER.run("CREATE TABLE shop.changing (a int)", "GRANT SELECT ON shop.changing TO reader");
        try (Database database = SERVER.open(ConnectionMode.POOLED)) {
            for (int i = 0; i < 5; i++) {
                run(database, "SELECT * FROM shop.changing");
            }
            SERVER.run("ALTER TABLE shop.changing ADD b int");

            assertThat(run(database, "SELECT * FROM shop.changing"))
                    .isInstanceOf(Outcome.Completed.class);
        } finally {
            SERVER.run("DROP TABLE shop.changing");
        }
    }

    @Test
    void failsWhenTheDatabaseStopsAndRecoversWhenItIsBack(@TempDir Path directory)
            throws Exception {
        EmbeddedPostgres first = start(directory, 0);
        int port = first.getPort();
        ConnectionSettings settings =
                Server.settings("localhost", port, "postgres", ConnectionMode.POOLED);
        try (Database database =
                        new PostgresConnector()
                                .open(Server.target(settings, "p"), Capacity.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(run(database, "SELECT 1")).isInstanceOf(Outcome.Completed.class);
            Future<Outcome> running = threads.submit(() -> run(database, "SELECT pg_sleep(25)"));
            Thread.sleep(1_200);
            first.close();

            Outcome.Failed failed = (Outcome.Failed) running.get(10, TimeUnit.SECONDS);
            assertThat(failed.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
            assertUnavailable((Outcome.Failed) run(database, "SELECT 1"), "connection_refused");

            try (EmbeddedPostgres second = start(directory, port)) {
                assertThat(second.getPort()).isEqualTo(port);
                assertThat(run(database, "SELECT 1")).isInstanceOf(Outcome.Completed.class);
            }
        }
    }

    private static EmbeddedPostgres start(Path directory, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    @Test
    void closesWhatWasOpenedAheadWhenNobodyComes() throws Exception {
        PostgresEngine engine =
                new PostgresEngine(
                        new Login(
                                Server.target(
                                        SERVER.settings(ConnectionMode.SINGLE_USE),
                                        Server.PASSWORD)));
        Waiting.until(() -> SERVER.sessions().isEmpty());
        try (Stock<Backend> stock =
                new Stock<>(
                        engine,
                        ConnectionMode.SINGLE_USE,
                        3,
                        java.time.Duration.ofMillis(300),
                        1)) {
            stock.fillSoon();
            Waiting.until(() -> SERVER.sessions().size() == 3);
            Waiting.until(() -> SERVER.sessions().isEmpty());
        }
    }

    @Test
    void opensAheadWithoutATransactionAndClosesAtOnceWhenDropped() throws Exception {
        Waiting.until(() -> SERVER.sessions().isEmpty());
        Database database = SERVER.open(ConnectionMode.SINGLE_USE);
        database.warm();
        Waiting.until(() -> SERVER.sessions().size() == Capacity.DEFAULT.stock());
        assertThat(
                        SERVER.ask(
                                "SELECT count(*) FROM pg_stat_activity WHERE usename = 'reader'"
                                        + " AND xact_start IS NOT NULL"))
                .containsExactly("0");
        database.close();
        Waiting.until(() -> SERVER.sessions().isEmpty());
    }
}
