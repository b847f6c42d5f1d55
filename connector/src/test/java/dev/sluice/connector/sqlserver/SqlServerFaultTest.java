package dev.sluice.connector.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.sqlserver.TdsAnswer.Column;
import dev.sluice.connector.wire.DriverLog;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlServerFaultTest {
    private static final String SQL = "SELECT x FROM shop.t";
    private static final String VALUE = "marker-row-value-51";

    /** The most that a query of one second may take: itself, grace, cancellation, and the cut. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TdsServer(null, login -> login.password().equals(SqlServers.PASSWORD));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Outcome ask() {
        return ask(Duration.ofSeconds(1));
    }

    private Outcome ask(Duration timeout) {
        try (Database database =
                SqlServerConnector.sqlServer().open(SqlServers.target(server), Capacity.DEFAULT)) {
            return SqlServers.ask(database, SQL, timeout, new Rows());
        }
    }

    private static void assertFailed(Outcome outcome, ReasonCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.toString()).doesNotContain("marker-");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "208, 16, QUERY_FAILED",
        "8134, 16, QUERY_FAILED",
        "229, 14, QUERY_FAILED",
        "1222, 16, TIMEOUT",
        "1205, 13, SOURCE_UNAVAILABLE",
        "40501, 17, SOURCE_UNAVAILABLE",
        "9001, 21, SOURCE_UNAVAILABLE"
    })
    void makesCodesOfTheServersErrors(int number, int severity, ReasonCode code) {
        server.answering(
                SqlServers.planned((_, answer) -> answer.error(number, severity, "near " + VALUE)));

        assertFailed(ask(), code);
    }

    @Test
    void noticesAServerThatLeavesInTheMiddleOfAnAnswer() {
        server.answering(
                SqlServers.planned((_, answer) -> {
                    answer.columns(new Column("x", TdsType.NVARCHAR)).row(VALUE).flush();
                    throw new IOException("leaves");
                }));

        assertFailed(ask(), ReasonCode.SOURCE_UNAVAILABLE);
    }

    @Test
    void stopsReadingAnEndlessAnswer() {
        String text = VALUE.repeat(100);
        server.answering(
                SqlServers.planned((_, answer) -> {
                    answer.columns(new Column("x", TdsType.NVARCHAR));
                    while (true) {
                        for (int i = 0; i < 100; i++) {
                            answer.row(text);
                        }
                        answer.flush();
                    }
                }));

        // 200 rows of 1.9 kB fit; no more of it is read than that.
        Outcome outcome = ask(Duration.ofMinutes(2));

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
    }

    @Test
    void stopsReadingAnEndlessValue() {
        byte[] piece = new byte[4_000];
        server.answering(
                SqlServers.planned((_, answer) -> {
                    answer.columns(new Column("x", TdsType.NVARCHAR_MAX));
                    // A row whose value has no length, and then one piece after the other.
                    answer.garbage(new byte[] {(byte) 0xD1, -2, -1, -1, -1, -1, -1, -1, -1});
                    while (true) {
                        answer.garbage(new byte[] {(byte) 0xA0, 0x0F, 0, 0}).garbage(piece);
                        answer.flush();
                    }
                }));

        assertFailed(ask(Duration.ofMinutes(2)), ReasonCode.RESULT_TOO_LARGE);
    }

    @Test
    void holdsTheDeadlineAgainstAServerThatSaysNothing() throws Exception {
        server.answering(
                SqlServers.planned((_, answer) -> {
                    answer.columns(new Column("x", TdsType.INT)).flush();
                    while (!Thread.interrupted()) {
                        pause();
                    }
                }));
        long start = System.nanoTime();

        assertFailed(ask(), ReasonCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
    }

    @Test
    void holdsTheDeadlineAgainstAServerThatDrips() {
        server.answering(
                SqlServers.planned((_, answer) -> {
                    answer.columns(new Column("x", TdsType.NVARCHAR)).flush();
                    while (true) {
                        answer.row("x").flush();
                        pause();
                    }
                }));
        long start = System.nanoTime();

        assertFailed(ask(), ReasonCode.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE);
    }

    /** A feature's acknowledgement of two gibibytes, for which the driver wants an array. */
    @Test
    void survivesWhatIsSaidToBeHuge() {
        server.answering(
                SqlServers.planned((_, answer) ->
                        answer.garbage(new byte[] {(byte) 0xAE, 1, -1, -1, -1, 0x7f, 0, 0, 0, 0})));

        assertThat(ask()).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void survivesGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        server.answering(
                SqlServers.planned((_, answer) -> {
                    byte[] garbage = new byte[random.nextInt(400)];
                    random.nextBytes(garbage);
                    if (random.nextBoolean()) {
                        answer.columns(new Column("x", TdsType.NVARCHAR_MAX));
                    }
                    answer.garbage(garbage);
                }));
        for (int i = 0; i < 25; i++) {
            Outcome outcome = ask();

            assertThat(outcome).as("seed " + seed).isNotInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void logsNothingOfValuesAndPasswords() {
        try (DriverLog log = new DriverLog()) {
            server.answering(
                    SqlServers.planned((_, answer) ->
                            answer.columns(new Column("x", TdsType.NVARCHAR)).row(VALUE)));
            ask();
            server.answering(
                    SqlServers.planned((_, answer) -> answer.error(245, 16, "bad " + VALUE)));
            ask();
            server.accepting(_ -> false);
            assertFailed(ask(), ReasonCode.SOURCE_UNAVAILABLE);

            assertThat(log.lines())
                    .noneMatch(line -> line.contains("marker-") || line.contains("sqlserver.jdbc"));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
