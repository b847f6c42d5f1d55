package dev.sluice.connector.contract;

import static dev.sluice.connector.contract.Cases.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Whatever keeps a connection from coming about, or takes it away. */
@ParameterizedClass
@MethodSource("dev.sluice.connector.contract.Fixtures#all")
class LoginIT {
    private static final String WRONG = "marker-wrong-password";

    @Parameter Fixture engine;

    private void assertReason(ConnectionSettings settings, String password, String reason) {
        for (ConnectionMode mode : engine.connector().capabilities().modes()) {
            try (Database database =
                    engine.connector()
                            .open(
                                    Fixture.target(settings.with(mode), password),
                                    Capacity.DEFAULT)) {
                database.warm();
                Outcome.Failed failed =
                        assertFailed(
                                Cases.run(database, engine.one(), new Answer()),
                                ReasonCode.SOURCE_UNAVAILABLE);
                assertThat(failed.details()).containsOnlyKeys("reason");
                assertThat(failed.details()).containsEntry("reason", reason);
            }
        }
        SluiceException probed =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> engine.connector().probe(Fixture.target(settings, password)));
        assertThat(probed.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(probed.details()).containsEntry("reason", reason);
        assertThat(probed.getCause()).isNull();
    }

    private ConnectionSettings at(String host, int port, String database) {
        ConnectionSettings own = engine.settings();
        return new ConnectionSettings(
                own.type(),
                host,
                port,
                database,
                own.user(),
                new TlsSettings(TlsMode.DISABLE, null, null, true),
                own.mode(),
                own.auth(),
                null,
                own.options());
    }

    @Test
    void reportsAWrongPasswordWithoutShowingIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Level before = logger.getLevel();
        logger.setLevel(Level.TRACE);
        logger.addAppender(log);
        try {
            assertReason(engine.settings(), WRONG, "login_refused");
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }
        assertThat(log.list.toString()).doesNotContain(WRONG);
    }

    @Test
    void reportsAnUnknownHost() {
        assertReason(
                at("no-such-host.invalid", engine.settings().port(), "d"), "p", "unknown_host");
    }

    @Test
    void reportsAPortWhereNothingListens() {
        assertReason(at("127.0.0.1", 1, "d"), "p", "connection_refused");
    }

    @Test
    void reportsAnUnknownDatabase() {
        assertReason(
                at("localhost", engine.settings().port(), "nowhere?user=root&allowMultiQueries=1"),
                engine.password(),
                "unknown_database");
    }

    @Test
    void failsWhenTheServerStopsAndRecoversWhenItIsBack() throws Exception {
        try (Fixture.Restartable server = engine.startAnother();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Database database =
                        engine.connector()
                                .open(server.target(ConnectionMode.POOLED), Capacity.DEFAULT)) {
            assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
            Future<Outcome> running =
                    threads.submit(() ->
                            Cases.run(database, engine.sleeps(100), Cases.PATIENT, new Answer()));
            Thread.sleep(1_500);
            server.stop();

            assertFailed(running.get(60, TimeUnit.SECONDS), ReasonCode.SOURCE_UNAVAILABLE);
            Outcome.Failed failed =
                    assertFailed(
                            Cases.run(database, engine.one(), new Answer()),
                            ReasonCode.SOURCE_UNAVAILABLE);
            assertThat(failed.details()).containsEntry("reason", "connection_refused");

            server.restart();
            assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
        }
    }
}
